import { tableAt } from '../../source/core/data.ts';
import type { Data } from '../../source/core/facts/config.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder } from '../../source/core/folders.ts';
import { eolOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { chain, type EditResult } from '../../source/edit/text.ts';
import { deleteKey, insertKey } from '../../source/edit/toml.ts';
import { readToml } from '../../source/edit/toml/read.ts';
import { defineFixer } from '../define.ts';

// https://github.com/boxed/mutmut/blob/main/HISTORY.rst

const table = ['tool', 'mutmut'];

/** What a setting lists: mutmut 2 also took one text with commas. */
const listed = (value: Data | undefined): readonly string[] | null => {
	if (typeof value === 'string') return value.split(',').map(item => item.trim());
	if (!Array.isArray(value)) return null;
	const items = value.filter(item => typeof item === 'string');
	return items.length === value.length ? items : null;
};

interface Sources {
	readonly roots: readonly string[];
	/** What is mutated of it; empty for everything. */
	readonly only: readonly string[];
}

/** mutmut 3 copies whole import roots, and is told apart from that what to mutate; null where the roots cannot be told. */
const sourcesOf = (paths: readonly string[]): Sources | null => {
	const roots = new Set<string>();
	const only: string[] = [];
	for (const path of paths) {
		const bare = path.replace(/^\.\//, '').replace(/\/+$/, '');
		if (bare === '' || /[*?]/.test(bare)) return null;
		if (!bare.includes('/') && !bare.endsWith('.py')) {
			roots.add(`${bare}/`);
			continue;
		}
		if (!bare.startsWith('src/')) return null;
		roots.add('src/');
		only.push(bare.endsWith('.py') ? bare : `${bare}/*`);
	}
	// A part beside its whole restricts nothing.
	return only.length > 0 && (roots.size > 1 || paths.some(path => /^(?:\.\/)?src\/?$/.test(path)))
		? null
		: { roots: [...roots], only };
};

const isOpen = ({ level, key, at }: Finding): boolean =>
	level !== 'info' && (key === 'mutants' || at.path.endsWith('pyproject.toml'));

export default defineFixer({
	id: 'mutmut-config',
	title: 'Bring the settings of mutmut up to date',
	checks: ['mutation-tests/configured'],
	safety: 'review',
	needs: ['paths'],
	touches: ['**/pyproject.toml', '**/.gitignore'],
	after: [],
	safetyNote:
		'Only mutmut reads the settings, and only where the lock has 3.6 or newer are they renamed. Import roots stay whole; what was ' +
		'a part of one becomes `only_mutate`. Paths whose root cannot be told are left alone.',
	takes: isOpen,
	questions: () => [],
	reads: ({ project }) => [
		inFolder(project.path, 'pyproject.toml'),
		inFolder(project.path, '.gitignore'),
		'.gitignore',
	],
	plan({ facts, project, findings, texts }) {
		const keys = new Set(findings.filter(isOpen).map(({ key }) => key));
		const edits: Edit[] = [];
		const changed: string[] = [];
		const path = inFolder(project.path, 'pyproject.toml');
		const text = texts.get(path);
		if (text !== undefined && (keys.has('paths_to_mutate') || keys.has('tests_dir'))) {
			const reading = readToml(text);
			const settings = reading.ok ? tableAt(reading.toml.value, table) : undefined;
			if (!settings) return declined(`\`${path}\` has no table \`tool.mutmut\` that can be read`);
			const steps: ((current: string) => EditResult)[] = [];
			const put = (name: string, value: readonly string[]): void => {
				steps.push(current => insertKey(current, table, [name], [...value]));
			};
			if (keys.has('paths_to_mutate')) {
				const sources = sourcesOf(listed(settings['paths_to_mutate']) ?? []);
				if (!sources || sources.roots.length === 0)
					return declined(
						'the import root of `paths_to_mutate` cannot be told, and mutmut 3 copies it whole',
					);
				put('source_paths', sources.roots);
				if (sources.only.length > 0) put('only_mutate', sources.only);
				steps.push(current => deleteKey(current, [...table, 'paths_to_mutate']));
			}
			if (keys.has('tests_dir')) {
				const tests = listed(settings['tests_dir']);
				if (!tests) return declined('`tests_dir` is no list of paths');
				put('pytest_add_cli_args_test_selection', tests);
				steps.push(current => deleteKey(current, [...table, 'tests_dir']));
			}
			const result = chain(text, steps);
			if (result.outcome === 'declined') return result;
			if (result.dropsComments.length > 0) return declined('a comment stands beside a setting that goes');
			const [first, ...rest] = result.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
			changed.push(`The settings in \`${path}\` have the names of mutmut 3.6.`);
		}
		if (keys.has('mutants')) {
			const own = inFolder(project.path, '.gitignore');
			const place = facts.paths.has(own) || !facts.paths.has('.gitignore') ? own : '.gitignore';
			const old = texts.get(place);
			if (old === undefined && facts.paths.has(place)) return declined(`\`${place}\` cannot be read`);
			if (old === undefined) edits.push({ kind: 'create', path: place, text: 'mutants/\n' });
			else {
				const eol = eolOf(old);
				const ends = old === '' || /[\r\n]$/.test(old);
				const line = ends ? `mutants/${eol}` : `${eol}mutants/`;
				edits.push({
					kind: 'splice',
					path: place,
					splices: [{ start: old.length, end: old.length, text: line }],
				});
			}
			changed.push(`\`${place}\` names \`mutants/\`, the copies that mutmut writes.`);
		}
		const [first, ...rest] = edits;
		if (!first) return declined('only settings in `pyproject.toml` can be renamed without a person');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'bring the settings of mutmut up to date',
			changed,
			atRunTime: 'Nothing; only mutmut reads it.',
			followUps: ['Run mutmut once: it mutates functions only, since version 3'],
			edits: [first, ...rest],
		};
	},
});
