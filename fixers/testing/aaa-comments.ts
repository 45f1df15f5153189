import { counted } from '../../source/core/counted.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { TestSteps } from '../../source/core/facts/test-code.ts';
import { folderOf } from '../../source/core/folders.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { indentOf } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';

const question = 'words';

const words: Readonly<Record<string, readonly [arrange: string, act: string, assert: string]>> = {
	'arrange-act-assert': ['Arrange', 'Act', 'Assert'],
	'given-when-then': ['Given', 'When', 'Then'],
};

/** The folders that notes are about. */
const foldersOf = (findings: readonly Finding[]): ReadonlySet<string> =>
	new Set(findings.map(({ at }) => folderOf(at.path)));

const markable = (
	facts: Pick<Facts, 'files' | 'testCode'>,
	project: Project,
	findings: readonly Finding[],
): ReadonlyMap<string, readonly TestSteps[]> => {
	const folders = foldersOf(findings);
	return new Map(
		filesIn(facts.testCode, facts, project)
			.filter(({ role, path }) => role === 'test' && folders.has(folderOf(path)))
			.map(({ path, value }) => [path, value.tests.flatMap(({ steps }) => (steps ? [steps] : []))]),
	);
};

/** The first of the comment lines that stand directly above a line, with the same indentation; the line itself without. */
const aboveComments = (text: string, lineStarts: readonly number[], line: number, after: number): number => {
	const indent = indentOf(text, lineStarts[line - 1] ?? 0);
	let at = line;
	while (at - 1 > after) {
		const start = lineStarts[at - 2] ?? 0;
		const above = text.slice(start, lineStarts[at - 1] ?? text.length);
		if (!above.startsWith(`${indent}#`)) break;
		at--;
	}
	return lineStarts[at - 1] ?? 0;
};

export default defineFixer({
	id: 'aaa-comments',
	title: 'Mark arrange, act and assert with comments',
	checks: ['unit-tests/aaa'],
	safety: 'guided',
	needs: ['files', 'testCode'],
	touches: ['**/*.py'],
	after: ['ruff-format'],
	safetyNote:
		'Only comments are added, to tests where nothing else could be meant: plain statements, a call, and ' +
		'then assertions alone that ask for its result. Files that read their own source or line numbers are left out.',
	mendsNotes: true,
	takes: ({ level, key }) => level === 'info' && key === 'comments',
	questions: () => [
		{
			id: question,
			prompt: 'Which words mark the three steps?',
			explanation: 'Each test gets three comment lines; nothing else changes.',
			kind: {
				type: 'choice',
				choices: [
					{ value: 'arrange-act-assert', label: 'Arrange, Act, Assert' },
					{ value: 'given-when-then', label: 'Given, When, Then' },
				],
			},
			fallback: 'arrange-act-assert',
		},
	],
	reads: ({ facts, project, findings }) =>
		[...markable(facts, project, findings)].flatMap(([path, steps]) => (steps.length > 0 ? [path] : [])),
	plan({ facts, project, findings, texts, answers }) {
		const chosen = words[answers[question] ?? ''] ?? words['arrange-act-assert'];
		const edits: Edit[] = [];
		let count = 0;
		for (const [path, steps] of markable(facts, project, findings)) {
			const text = texts.get(path);
			if (text === undefined || !chosen) continue;
			const lineStarts = lineStartsOf(text);
			const eol = eolOf(text);
			const splices = steps.flatMap(({ arrange, act, assert }): Splice[] =>
				[arrange, act, assert].map((line, index) => {
					const start = lineStarts[line - 1] ?? 0;
					const at = aboveComments(text, lineStarts, line, [0, arrange, act][index] ?? 0);
					return { start: at, end: at, text: `${indentOf(text, start)}# ${chosen[index] ?? ''}${eol}` };
				}),
			);
			const [first, ...rest] = splices.toSorted((a, b) => a.start - b.start);
			if (!first) continue;
			count += steps.length;
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('no test is left whose steps are beyond doubt');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: `mark the steps of ${counted(count, 'test')}`,
			changed: [`${count} test${count === 1 ? ' gets' : 's get'} a comment above each of its three steps.`],
			atRunTime: 'Nothing.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
