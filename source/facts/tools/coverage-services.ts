import { isTable, tableAt, valueAt } from '../../core/data.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';
import { readLined } from './yaml-lines.ts';

// https://docs.codecov.com/docs/commit-status#project-status and Sonar's quality gates, which are kept on its server.

const percentOf = (value: unknown): number | null => {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
	const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim());
	return match?.[1] === undefined ? null : Number(match[1]);
};

export default defineFileGatherer({
	fact: 'coverageServices',
	version: 2,
	wave: 'config',
	wants: path =>
		/^(?:\.github\/|dev\/)?\.?codecov\.ya?ml$/.test(path) || /(^|\/)sonar-project\.properties$/.test(path),
	extract(file) {
		if (file.path.endsWith('.properties')) {
			const at = file.text.search(/^sonar\.python\.coverage\.reportPaths/m);
			if (at < 0) return null;
			return { service: 'sonar', target: null, line: positionAt(file.lineStarts, at).line };
		}
		const { value, lines } = readLined(file);
		const project = valueAt(value, ['coverage', 'status', 'project']);
		const all = isTable(project)
			? Object.values(project).filter(status => isTable(status) && status['informational'] !== true)
			: [];
		const targets = all.map(status => percentOf(tableAt(status, [])?.['target'])).filter(one => one !== null);
		if (all.length === 0) return null;
		return {
			service: 'codecov',
			target: targets.length > 0 ? Math.max(...targets) : null,
			line: lines.get('/coverage/status/project') ?? 0,
		};
	},
});
