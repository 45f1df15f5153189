import { declined } from '../../source/core/fixer.ts';
import type { CodeSite } from '../../source/core/facts/code-site.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { argumentsOf, insertKeyword } from '../../source/edit/python/calls.ts';
import { importsEverything, namesIn } from '../../source/edit/python/names.ts';
import { lineOf, placeKeyOf } from '../../source/edit/python/nodes.ts';
import { safeYaml } from '../../source/edit/python/safe-yaml.ts';
import { usesOf } from '../../source/edit/python/uses.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

type Needed = Pick<Facts, 'files' | 'deserialization' | 'pythonTags'>;

const question = 'register-on-safe-loader';

const registrationsIn = (facts: Needed, project: Project): readonly CodeSite[] =>
	filesIn(facts.deserialization, facts, project)
		.filter(({ role }) => role !== 'test' && role !== 'docs' && role !== 'vendored')
		.flatMap(({ value }) => value.registrations);

const dumpsIn = (facts: Needed, project: Project): number =>
	filesIn(facts.deserialization, facts, project)
		.filter(({ role }) => role !== 'test' && role !== 'docs' && role !== 'vendored')
		.reduce((sum, { value }) => sum + value.dumps.length, 0);

const placeKey = ({ line, column }: Finding['at']): string => `${line}:${column}`;

const byPath = (findings: readonly Finding[]): ReadonlyMap<string, ReadonlySet<string>> => {
	const places = new Map<string, Set<string>>();
	for (const { at, level } of findings) {
		if (level === 'info' || at.line === undefined) continue;
		places.set(at.path, (places.get(at.path) ?? new Set()).add(placeKey(at)));
	}
	return places;
};

export default defineFixer({
	id: 'yaml-safe-load',
	title: 'Read YAML with the safe loaders',
	checks: ['safe-deserialization/yaml-load'],
	safety: 'safe',
	needs: ['files', 'deserialization', 'pythonTags'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'On documents without Python tags all loaders of PyYAML give equal values, which was run against each of them. The ' +
		'fix declines where a text file holds such a tag, is for review where the project itself dumps YAML without a safe ' +
		'dumper, and asks where constructors are registered on the loaders it replaces.',
	questions({ facts, project }) {
		const registrations = registrationsIn(facts, project);
		if (registrations.length === 0) return [];
		const paths = [...new Set(registrations.map(({ at }) => at.path))].slice(0, 3).join(', ');
		return [
			{
				id: question,
				prompt: `Register the YAML constructors in ${paths} on \`SafeLoader\`?`,
				explanation:
					'Safe loaders do not see constructors that are registered without naming them; no leaves the files as they are.',
				kind: { type: 'yes-no' },
				fallback: 'no',
			},
		];
	},
	reads({ facts, project, findings }) {
		return [
			...new Set([...byPath(findings).keys(), ...registrationsIn(facts, project).map(({ at }) => at.path)]),
		];
	},
	plan({ facts, project, findings, texts, answers, engines }) {
		const tagged = filesIn(facts.pythonTags, facts, project).find(
			({ role }) => role !== 'docs' && role !== 'vendored',
		);
		if (tagged) return declined(`\`${tagged.path}\` holds a \`!!python/\` tag, which safe loaders refuse`);
		const registrations = registrationsIn(facts, project);
		if (registrations.length > 0 && answers[question] !== 'yes') {
			const [first] = registrations;
			return declined(`\`${first?.at.path}\` registers YAML constructors where safe loaders do not see them`);
		}
		const places = byPath(findings);
		const edits: Edit[] = [];
		const refusals: string[] = [];
		let changesClass = false;
		let usesC = false;
		for (const [path, text] of texts) {
			const file = { path, text, lineStarts: lineStartsOf(text) };
			const root = engines.python(file);
			const names = namesIn(root);
			if (importsEverything(names, 'yaml')) {
				refusals.push(`\`${path}\` imports everything from \`yaml\``);
				continue;
			}
			const result = safeYaml(text, root, names, places.get(path) ?? new Set());
			refusals.push(...result.refusals.map(refusal => `${path}: ${refusal}`));
			changesClass ||= result.changesClass;
			usesC ||= result.splices.some(({ text: added }) => added.includes('CSafeLoader'));
			const splices: Splice[] = [...result.splices];
			const wanted = new Set(
				registrations.filter(({ at }) => at.path === path).map(({ at }) => placeKey(at)),
			);
			for (const { call, node } of usesOf(
				root,
				names,
				origin => origin === 'yaml' || origin.startsWith('yaml.'),
			)) {
				if (!wanted.has(placeKeyOf(file.lineStarts, node))) continue;
				// Only `yaml.add_constructor(tag, function)` has room for the loader.
				const owner = /^(\w+)\.add_\w+$/.exec(node.text())?.[1];
				const whole =
					owner !== undefined && names.imports.some(each => each.local === owner && each.name === null);
				if (!call || !whole || argumentsOf(call).keywords.has('Loader')) {
					return declined(
						`${path}:${lineOf(node)} registers on a loader in a way that only a person can change`,
					);
				}
				splices.push(...insertKeyword(text, call, `Loader=${owner}.SafeLoader`));
			}
			const [first, ...rest] = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		if (usesC && registrations.length > 0) {
			return declined(
				'constructors registered on `SafeLoader` are not seen by `CSafeLoader`, which this project would use',
			);
		}
		const [first, ...rest] = edits;
		if (!first || !edits.some(edit => edit.kind === 'splice' && places.has(edit.path))) {
			return declined(refusals[0] ?? 'nothing here can be swapped for a safe loader');
		}
		const dumps = dumpsIn(facts, project);
		const left = refusals.length === 0 ? [] : [`Left as it is: ${refusals.slice(0, 3).join('; ')}.`];
		return {
			outcome: 'plan',
			area: 'security',
			summary: 'read YAML with safe loaders',
			changed: ['Each unsafe YAML reader or loader is swapped for the safe one of the same speed.', ...left],
			atRunTime:
				dumps > 0
					? 'Plain documents read as before; a document with Python tags, such as the project itself could have dumped, is refused.'
					: 'Plain documents read as before; a document with Python tags is refused.',
			followUps: dumps > 0 ? ['Check that no stored YAML file of this project holds a `!!python/` tag'] : [],
			edits: [first, ...rest],
			...(registrations.length > 0
				? { safety: 'guided' }
				: changesClass || dumps > 0
					? { safety: 'review' }
					: {}),
		};
	},
});
