import { declined } from '../../source/core/fixer.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { applySplices, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { applyFixes, splicesOf } from '../../source/edit/ruff/apply-fixes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.astral.sh/ruff/rules/#flake8-pytest-style-pt

const question = 'parentheses';
const parentheses = new Set(['PT001', 'PT023']);
/** Rules whose fix ruff calls safe where no comment stands in its way. */
const fixable = new Set([...parentheses, 'PT024', 'PT025']);

const codesOf = (findings: readonly Finding[]): ReadonlySet<string> =>
	new Set(findings.map(({ key }) => key ?? ''));

const pathsOf = (
	facts: Pick<Facts, 'files' | 'lint'>,
	project: Project,
	findings: readonly Finding[],
): readonly string[] => {
	const codes = codesOf(findings);
	return filesIn(facts.lint, facts, project)
		.filter(({ role, value }) => role === 'test' && value.some(({ code }) => codes.has(code)))
		.map(({ path }) => path);
};

export default defineFixer({
	id: 'pytest-style',
	title: 'Write fixtures and marks plainly',
	checks: ['unit-tests/style'],
	safety: 'guided',
	needs: ['files', 'lint'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only what has no effect goes: parentheses without arguments, and marks on fixtures, which pytest ignores or refuses. ' +
		'A place with a comment is left alone.',
	mendsNotes: true,
	perFile: true,
	takes: ({ level, key }) => level === 'info' && fixable.has(key ?? ''),
	questions: ({ findings }) =>
		[...codesOf(findings)].some(code => parentheses.has(code))
			? [
					{
						id: question,
						prompt: 'Write `@pytest.fixture` and `@pytest.mark.slow` without parentheses?',
						explanation: 'It is what ruff asks for by default; no keeps them.',
						kind: { type: 'yes-no' },
						fallback: 'yes',
					},
				]
			: [],
	reads: ({ facts, project, findings }) => pathsOf(facts, project, findings),
	plan({ findings, texts, answers, engines }) {
		const codes = new Set(
			[...codesOf(findings)].filter(code => answers[question] !== 'no' || !parentheses.has(code)),
		);
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const file = { path, text, lineStarts: lineStartsOf(text) };
			const fixes = engines
				.lint(file)
				.filter(({ code }) => code !== null && codes.has(code))
				.map(hit => splicesOf(file, hit))
				.filter(splices => splices.every(({ start, end }) => !text.slice(start, end).includes('#')));
			const after = applyFixes(file, fixes);
			const splice = after === text ? null : lineSplice(text, after);
			if (splice && applySplices(text, [splice]) === after)
				edits.push({ kind: 'splice', path, splices: [splice] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('nothing here can be written more plainly without a person');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'write fixtures and marks plainly',
			changed: [
				`Fixes of ruff for ${[...codes]
					.toSorted()
					.map(code => `\`${code}\``)
					.join(', ')} in ${edits.length === 1 ? 'one file' : `${edits.length} files`}.`,
			],
			atRunTime: 'Nothing.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
