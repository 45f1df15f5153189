import type { Practice } from '../../core/practice.ts';
import templatesValidated from './templates-validated.ts';
import { requirement, services } from './roll-up.ts';

/** Section 11: the final checklist. */
export const finalItems: readonly Practice[] = [
	requirement({
		number: '11.1',
		id: 'final-lint-and-types',
		title: 'Ruff and strict mypy pass, and stop the build',
		failTitle: 'Ruff or strict mypy is not set up, not clean, or does not stop the build',
		why: 'The cheapest faults are those that are found before anything runs.',
		leaves: ['2.2', '2.3a', '2.3b', '2.3c', '0.3a', '0.3b', '0.3c'],
		errata: ['Whether mypy passes is known only where it runs; the build says so'],
	}),
	requirement({
		number: '11.2',
		id: 'final-coverage',
		title: 'Tests reach 90 % of the domain, and a build holds them to it',
		failTitle: 'No build holds the tests to 90 % of the domain',
		why: 'A share that nothing holds falls with every hurried change.',
		leaves: ['2.5a', '2.5b', '2.5c', '2.5d', '7.1/exists', '7.1/collected'],
	}),
	requirement({
		number: '11.3',
		id: 'final-logs-and-traces',
		title: 'Logs are structured, and traces are recorded',
		failTitle: 'Logs are not structured, or traces are not recorded',
		why: 'What cannot be seen in production cannot be mended there.',
		leaves: ['3.1a', '3.1b', '3.1c', '3.1d', '3.3a', '3.3b', '3.3c', '3.3d'],
		appliesTo: services,
	}),
	requirement({
		number: '11.4',
		id: 'final-parameters',
		title: 'Configuration is in Parameter Store; Secrets Manager holds what is rotated',
		failTitle: 'Some configuration or secrets are kept in the wrong place',
		why: 'One place for values, with a history, is one place to look.',
		leaves: ['4.1', '0.6'],
	}),
	requirement({
		number: '11.5',
		id: 'final-messaging',
		title: 'Messages go through SNS and SQS, with dead-letter queues and idempotent handlers',
		failTitle: 'Some messages may be lost, or be handled twice',
		why: 'Everything that is delivered at least once is delivered twice one day.',
		leaves: ['4.3/fronted', '4.3/dlq', '5.5', '5.3/idempotency'],
	}),
	requirement({
		number: '11.6',
		id: 'final-templates',
		title: 'Templates are validated in the build',
		failTitle: 'No build validates the templates',
		why: 'A template that is wrong is otherwise found by a deployment, half-way.',
		leaves: [],
		checks: [templatesValidated],
		links: ['https://github.com/aws-cloudformation/cfn-lint'],
	}),
];
