import { defineCheck } from '../../../core/practice.ts';
import { gateVerdict } from './gate.ts';

export default defineCheck({
	id: 'type-gate',
	spec: '0.3c',
	title: 'What mypy finds stops the build',
	failTitle: 'What mypy finds does not stop the build',
	severity: 'high',
	scope: 'project',
	needs: ['ci', 'files'],
	check: (facts, project) =>
		gateVerdict(facts, project, {
			what: 'the type check',
			tool: 'mypy',
			others: ['pyright', 'ty', 'pyrefly', 'pyre', 'pytype'],
			command: 'mypy',
			name: 'mypy',
		}),
});
