import type { ObjectStream } from '../../../core/facts/deserialization.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { filesIn, hasRunningPython, isRunning } from '../../../core/project-files.ts';
import { findingAt, switchedOff, type Judged } from './judgement.ts';

type Torch = ReturnType<typeof standingOf>;

const judge = ({ api, use }: ObjectStream, reads: boolean, torch: Torch): Judged | null => {
	switch (use) {
		case 'loads':
			return {
				level: 'fail',
				message: `\`${api}\` runs whatever code its input names`,
				expected: 'a format that holds only values, such as JSON, or `weights_only=True` for models',
			};
		case 'marshal':
			return {
				level: 'warn',
				message: `\`${api}\` can crash the interpreter on crafted input`,
				expected: 'a format that holds only values, such as JSON',
			};
		case 'weights':
			if (torch === 'at least') return null;
			if (torch === 'below') {
				return {
					level: 'fail',
					message: `\`${api}\` runs whatever code its input names, because the PyTorch that is locked is older than 2.6`,
					expected: '`weights_only=True`',
				};
			}
			return {
				level: 'warn',
				message: `\`${api}\` leaves \`weights_only\` to the version installed, and before PyTorch 2.6 that runs code`,
				confidence: 'likely',
				expected: '`weights_only=True`',
			};
		case 'dumps':
			return {
				level: reads ? 'info' : 'warn',
				message: `\`${api}\` writes what only an unsafe reader reads`,
				expected: 'a format that holds only values, such as JSON',
			};
	}
};

export default defineCheck({
	id: 'pickle',
	spec: '8.2a',
	title: 'Nothing is unpickled',
	failTitle: 'Code is unpickled, so whoever writes the bytes runs code',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'toml', 'deserialization', 'locks', 'requirements'],
	check(facts, project) {
		if (!hasRunningPython(facts, project)) return notApplicable('the project runs no Python code of its own');
		const files = filesIn(facts.deserialization, facts, project);
		const reads = files.some(
			({ role, value }) => isRunning(role) && value.streams.some(({ use }) => use === 'loads'),
		);
		const torch = standingOf('torch', [2, 6], project, facts);
		const weights = files.some(
			({ role, value }) => isRunning(role) && value.streams.some(({ use }) => use === 'weights'),
		);
		const off = switchedOff(facts, project, ['S301']);
		const findings = files.flatMap(({ role, value }) =>
			value.streams.flatMap(stream => {
				const judged = judge(stream, reads, torch);
				return judged === null ? [] : findingAt(stream, role, off, judged);
			}),
		);
		const exposed = files.some(
			({ role, value }) =>
				role === 'prod' && value.streams.some(({ use, fromOutside }) => use === 'loads' && fromOutside),
		);
		return verdictOf(
			findings,
			weights
				? 'nothing is unpickled, and the PyTorch that is locked loads weights only'
				: 'no code that the project runs unpickles anything',
			exposed ? 'high' : 'medium',
		);
	},
});
