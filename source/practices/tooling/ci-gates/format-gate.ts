import { defineCheck } from '../../../core/practice.ts';
import { gateVerdict } from './gate.ts';

export default defineCheck({
	id: 'format-gate',
	spec: '0.3b',
	title: 'Unformatted code stops the build',
	failTitle: 'Unformatted code does not stop the build',
	severity: 'high',
	scope: 'project',
	needs: ['ci', 'files'],
	check: (facts, project) =>
		gateVerdict(facts, project, {
			what: 'the format check',
			tool: 'ruff-format',
			others: ['black', 'yapf', 'autopep8'],
			command: 'ruff format --check .',
			name: '`ruff format --check`',
		}),
});
