import type { Finding } from '../../../core/finding.ts';
import type { Candidate } from '../../../core/parser-candidates.ts';
import { candidatesIn } from '../../../core/parser-candidates.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';
import { testFilesOf, testsIn } from '../unit-tests/suite.ts';
import { generatingTests, isImported } from './candidates.ts';

const few = 3;
const shown = 10;

const called = ({ kind, name }: Candidate): string =>
	kind === 'model' ? `the model \`${name}\`` : `\`${name}\``;

export default defineCheck({
	id: 'generated',
	spec: '7.4',
	title: 'A test generates input for a parser or validator',
	failTitle: 'No test is seen to generate input for a parser or validator',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'parsers', 'testCode', 'devDependencies', 'packaging', 'toolPins'],
	check(facts, project) {
		const candidates = candidatesIn(facts, project);
		const [first, ...others] = candidates;
		if (!first) return notApplicable('no parser and no model with validators of its own was found');
		const tests = generatingTests(facts, project);
		const covered = tests.flatMap(({ path, imports }) => {
			const candidate = candidates.find(each => isImported(each, imports));
			return candidate ? [{ path, candidate }] : [];
		});
		const [hit] = covered;
		if (hit) return pass(`\`${hit.path}\` generates input for ${called(hit.candidate)}`);
		const [generating] = tests;
		if (!generating && candidates.length < few) {
			return notApplicable(
				`only ${candidates.map(called).join(' and ')} take${candidates.length === 1 ? 's' : ''} in what others send`,
			);
		}
		// An application's tests often reach its parsers through what calls them.
		if (generating) {
			return manual(`Do the generated tests, such as \`${generating.path}\`, reach ${called(first)}?`);
		}
		if (testsIn(testFilesOf(facts, project)) === 0) return notApplicable('the project has no tests');
		const declared = declaredIn(facts, project).has('hypothesis');
		const notes = others.slice(0, shown - 1).map((each): Finding => ({
			level: 'info',
			message: `No test is seen to generate input for ${called(each)}`,
			confidence: 'likely',
			at: { path: each.path, line: each.line },
			key: `candidate ${each.name}`,
		}));
		return verdictOf(
			[
				{
					level: 'warn',
					message: `${candidates.length} parsers and validators take in what others send, ${called(first)} among them, and ${
						declared ? 'no test uses hypothesis, which is declared' : 'no test generates input'
					}`,
					confidence: 'likely',
					at: { path: first.path, line: first.line },
					expected: '`@given(…)` of hypothesis in a test of it',
					key: 'generated',
				},
				...notes,
			],
			'',
		);
	},
});
