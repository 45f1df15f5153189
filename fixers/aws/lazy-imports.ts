import { leftAlone } from '../left-alone.ts';
import { shortList } from '../../source/core/short-list.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined, type FixerGround } from '../../source/core/fixer.ts';
import { folderOf, nearestTo } from '../../source/core/folders.ts';
import { isSelected, selectionOf } from '../../source/core/ruff/selection.ts';
import { applySplices, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { moveImport } from '../../source/edit/python/lazy-imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { placeOf, rangeKey } from '../../source/edit/python/nodes.ts';
import { chain, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html
// https://docs.astral.sh/ruff/rules/import-outside-top-level/

const needs = ['heavyImports', 'modules', 'ruffConfigs'] as const;

const isOpen = ({ level, at }: Finding): boolean => level === 'warn' && at.line !== undefined;

const stemOf = (path: string): string =>
	path
		.replace(/\/__init__\.py$/, '')
		.replace(/\.py$/, '')
		.replace(/^.*\//, '');

/** Files that import a module, by the last part of its name. */
const importersOf = (path: string, { modules }: Pick<Facts, 'modules'>): readonly string[] => {
	const stem = stemOf(path);
	return [...modules].flatMap(([other, parsed]) =>
		other !== path &&
		parsed.ok &&
		parsed.value.imports.some(({ module, name }) => module.split('.').at(-1) === stem || name === stem)
			? [other]
			: [],
	);
};

/** What another file takes from the module, or patches in it. */
const takesFrom = (texts: ReadonlyMap<string, string>, stem: string, local: string): string | null => {
	const used = new RegExp(
		`\\b${stem}\\.${local}\\b|\\bfrom\\s+[\\w.]*\\b${stem}\\s+import\\s+[^\\n]*\\b${local}\\b`,
	);
	return [...texts].find(([, text]) => used.test(text))?.[0] ?? null;
};

const remarkFor = (path: string, { facts }: FixerGround<'ruffConfigs'>): string => {
	const config = nearestTo(facts.ruffConfigs, folderOf(path));
	return config && isSelected(selectionOf(config.settings), 'PLC0415') ? '  # noqa: PLC0415' : '';
};

export default defineFixer({
	id: 'lazy-imports',
	title: 'Import heavy libraries where they are needed',
	checks: ['lambda-imports/heavy'],
	safety: 'review',
	needs,
	touches: pythonFiles,
	// Imports that others add are to be seen.
	after: ['boto-config', 'http-timeout', 'retry-bounds'],
	perFile: true,
	safetyNote:
		'Only an import of the module itself whose names stand in bodies of functions alone, are bound nowhere else, and are ' +
		'taken by no other file. What is imported stays; an error of the import comes with the first call instead of the start.',
	takes: isOpen,
	questions: () => [],
	reads: ({ facts, findings }) => {
		const paths = new Set(findings.filter(isOpen).map(({ at }) => at.path));
		return [...new Set([...paths].flatMap(path => [path, ...importersOf(path, facts)]))];
	},
	plan({ facts, project, findings, texts, engines }) {
		const open = findings.filter(isOpen);
		const edits: Edit[] = [];
		const left: string[] = [];
		const moved = new Set<string>();
		for (const path of new Set(open.map(({ at }) => at.path))) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const parse = (current: string) =>
				engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
			const importers = new Set(importersOf(path, facts));
			const others = new Map([...texts].filter(([other]) => importers.has(other)));
			const wanted = new Set(open.filter(({ at }) => at.path === path).map(({ at }) => rangeKey(at)));
			const root = parse(text);
			const lineStarts = lineStartsOf(text);
			const statements = new Map(
				namesIn(root)
					.imports.filter(({ statement }) => wanted.has(rangeKey(placeOf(path, lineStarts, statement))))
					.map(({ statement }) => [statement.text(), statement] as const),
			);
			const remark = remarkFor(path, { facts, project });
			const steps: ((current: string) => EditResult)[] = [];
			// Each goes to the top of its block, so that the last one goes first.
			for (const code of [...statements.keys()].toReversed()) {
				const step = (current: string): EditResult => {
					const tree = parse(current);
					const names = namesIn(tree);
					const found = names.imports.find(
						({ statement }) => statement.text() === code && statement.parent()?.kind() === 'module',
					);
					if (!found) return declined('it stands in a `try` or an `if`');
					const locals = names.imports.filter(({ statement }) => statement.id() === found.statement.id());
					for (const { local } of locals) {
						const taker = takesFrom(others, stemOf(path), local);
						if (taker !== null) return declined(`\`${taker}\` takes \`${local}\` from this module`);
					}
					return moveImport(current, tree, names, found.statement, remark);
				};
				const alone = step(text);
				if (alone.outcome === 'declined') left.push(`\`${code}\` in \`${path}\`: ${alone.reason}`);
				else {
					steps.push(step);
					moved.add(code);
				}
			}
			if (steps.length === 0) continue;
			const result = chain(text, steps);
			if (result.outcome === 'declined') {
				left.push(`\`${path}\`: ${result.reason}`);
				continue;
			}
			const [first, ...rest] = result.splices;
			if (first && applySplices(text, result.splices) !== text)
				edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(left[0] ?? 'none of these imports can be moved');
		const named = [...moved].map(code => `\`${code.replaceAll(/\s+/g, ' ')}\``);
		return {
			outcome: 'plan',
			area: 'lambda',
			summary: 'import heavy libraries where they are needed',
			changed: [
				`${shortList(named, 5)} ${moved.size === 1 ? 'moves' : 'move'} into the functions that need ${moved.size === 1 ? 'it' : 'them'}, or away where none does.`,
				...leftAlone(left),
			],
			atRunTime:
				'A cold start that does not need the library is shorter; the first call that does need it loads it, and sees the ' +
				'error where it is not installed.',
			followUps: ['Check that a call that needs the library still ends in time when it comes first'],
			edits: [first, ...rest],
		};
	},
});
