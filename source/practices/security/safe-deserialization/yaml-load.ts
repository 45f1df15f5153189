import type { Facts } from '../../../core/facts.ts';
import type { YamlLoad, YamlLoaderClass } from '../../../core/facts/deserialization.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning } from '../../../core/project-files.ts';
import { findingAt, switchedOff, type Judged } from './judgement.ts';

const safeName = /^C?(?:Safe|Base)Loader$/;
const fullName = /^C?FullLoader$/;

const expected = '`yaml.safe_load`, or `Loader=yaml.SafeLoader`';

/** What is wrong with a call; `unknown` where its loader cannot be told, null where nothing is. */
const judge = ({ api, loader }: YamlLoad, loaders: Facts['yamlLoaders']): Judged | 'unknown' | null => {
	if (api.startsWith('unsafe'))
		return { level: 'fail', message: `\`yaml.${api}\` builds any Python object`, expected };
	if (api.startsWith('full'))
		return { level: 'fail', message: `\`yaml.${api}\` builds Python objects beyond plain values`, expected };
	switch (loader.kind) {
		case 'absent':
			return {
				level: 'fail',
				message: `\`yaml.${api}\` has no loader: PyYAML 6 raises \`TypeError\`, older versions build Python objects`,
				expected,
			};
		case 'known': {
			const name = loader.names.find(each => !safeName.test(each));
			if (name === undefined) return null;
			if (!/^C?(?:Full|Unsafe)?Loader$/.test(name)) return 'unknown';
			const builds = fullName.test(name) ? 'Python objects beyond plain values' : 'any Python object';
			return { level: 'fail', message: `\`yaml.${name}\` builds ${builds}`, expected };
		}
		case 'class':
			if (!loaders.has(loader.name) && safeName.test(loader.name)) return null;
			// An unsafe class is told of once, where it is defined.
			return loaders.has(loader.name) && loaders.get(loader.name) !== 'unknown' ? null : 'unknown';
		case 'unknown':
			return 'unknown';
	}
};

const judgeClass = ({ name, bases }: YamlLoaderClass): Judged => ({
	level: 'fail',
	message: `The loader \`${name}\` derives from one that builds Python objects`,
	confidence: bases.includes(null) ? 'likely' : 'certain',
	expected: 'a class that derives from `yaml.SafeLoader`',
});

export default defineCheck({
	id: 'yaml-load',
	spec: '8.2c',
	title: 'YAML is read with a safe loader',
	failTitle: 'YAML is read with a loader that builds Python objects',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'toml', 'modules', 'deserialization', 'yamlLoaders'],
	check(facts, project) {
		const importing = filesIn(facts.modules, facts, project).some(
			({ role, value }) =>
				isRunning(role) && value.imports.some(({ module }) => /^yaml(?:\.|$)/.test(module)),
		);
		if (!importing) return notApplicable('no code that the project runs imports `yaml`');
		const off = switchedOff(facts, project, ['S506']);
		const findings: Finding[] = [];
		const unknown: Finding[] = [];
		let severe = false;
		for (const { role, value } of filesIn(facts.deserialization, facts, project)) {
			for (const load of value.yaml) {
				const judged = judge(load, facts.yamlLoaders);
				if (judged === null) continue;
				if (judged !== 'unknown') {
					findings.push(...findingAt(load, role, off, judged));
					severe ||= !/Full|full/.test(judged.message) && isRunning(role);
				} else if (isRunning(role)) {
					const message = `What loader \`yaml.${load.api}\` uses cannot be told from this file`;
					unknown.push(
						...findingAt(load, role, off, { level: 'warn', message, confidence: 'likely', expected }),
					);
				}
			}
			for (const found of value.loaderClasses) {
				if (facts.yamlLoaders.get(found.name) !== 'unsafe') continue;
				findings.push(...findingAt(found, role, off, judgeClass(found)));
				severe ||= isRunning(role);
			}
		}
		const open = findings.some(({ level }) => level !== 'info');
		if (!open && unknown.some(({ level }) => level !== 'info')) {
			return manual('Do the loaders at these places derive from `yaml.SafeLoader`?', [
				...unknown,
				...findings,
			]);
		}
		const notes = unknown.map((finding): Finding => ({ ...finding, level: 'info' }));
		return verdictOf([...findings, ...notes], 'every YAML reader is a safe one', severe ? 'high' : 'medium');
	},
});
