import type { ImportPathChange } from '../../core/facts/layout.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { briefly, placeOf } from '../../edit/python/nodes.ts';

const changes = /\bsys\.path\.(?:insert|append|extend)\b/;

export default defineFileGatherer({
	fact: 'importPaths',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): readonly ImportPathChange[] | null {
		if (!changes.test(file.text)) return null;
		const found = engines
			.python(file)
			.findAll({
				rule: {
					kind: 'call',
					has: { field: 'function', regex: '^sys\\.path\\.(insert|append|extend)$' },
				},
			})
			.map(node => {
				const { line, column, endLine, endColumn } = placeOf(file.path, file.lineStarts, node);
				return { line, column, endLine, endColumn, source: briefly(node.text()) };
			});
		return found.length > 0 ? found : null;
	},
});
