import { defineCheck } from '../../../core/practice.ts';
import { gateVerdict } from './gate.ts';

export default defineCheck({
	id: 'lint-gate',
	spec: '0.3a',
	title: 'What ruff finds stops the build',
	failTitle: 'What ruff finds does not stop the build',
	severity: 'high',
	scope: 'project',
	needs: ['ci', 'files'],
	check: (facts, project) =>
		gateVerdict(facts, project, {
			what: 'lint',
			tool: 'ruff-check',
			others: ['flake8', 'pylint'],
			command: 'ruff check .',
			name: 'ruff',
		}),
});
