import type { Practice } from '../../core/practice.ts';
import templatesValidated from './templates-validated.ts';
import { requirement, services } from './roll-up.ts';

type Item = Omit<Parameters<typeof requirement>[0], 'leaves' | 'stages'> & {
	/** What shows that it is set up. */
	readonly configured: readonly string[];
	/** What shows that a build heeds it. */
	readonly enforced?: readonly string[];
};

const item = ({ configured, enforced = [], ...rest }: Item): Practice =>
	requirement({
		...rest,
		leaves: [...configured, ...enforced].filter(name => !name.startsWith(`${rest.id}/`)),
		stages: { configured, enforced },
	});

/** Section 11: the final checklist. */
export const finalItems: readonly Practice[] = [
	item({
		number: '11.1',
		id: 'final-lint-and-types',
		title: 'Ruff and strict mypy pass, and stop the build',
		failTitle: 'Ruff or strict mypy is not set up, not clean, or does not stop the build',
		why: 'The cheapest faults are those that are found before anything runs.',
		configured: ['2.2', '2.3a', '2.3b', '2.3c'],
		enforced: ['0.3a', '0.3b', '0.3c'],
		errata: ['Whether mypy passes is known only where it runs: `bp-audit check --run` does'],
	}),
	item({
		number: '11.2',
		id: 'final-coverage',
		title: 'Tests reach 90 % of the domain, and a build holds them to it',
		failTitle: 'No build holds the tests to 90 % of the domain',
		why: 'A share that nothing holds falls with every hurried change.',
		configured: ['2.5a', '2.5c', '2.5d', '7.1/exists', '7.1/collected'],
		enforced: ['2.5b'],
	}),
	item({
		number: '11.3',
		id: 'final-logs-and-traces',
		title: 'Logs are structured, and traces are recorded',
		failTitle: 'Logs are not structured, or traces are not recorded',
		why: 'What cannot be seen in production cannot be mended there.',
		configured: ['3.1a', '3.1b', '3.1c', '3.1d', '3.3a', '3.3b', '3.3c', '3.3d'],
		appliesTo: services,
	}),
	item({
		number: '11.4',
		id: 'final-parameters',
		title: 'Configuration is in Parameter Store; Secrets Manager holds what is rotated',
		failTitle: 'Some configuration or secrets are kept in the wrong place',
		why: 'One place for values, with a history, is one place to look.',
		configured: ['4.1', '0.6'],
	}),
	item({
		number: '11.5',
		id: 'final-messaging',
		title: 'Messages go through SNS and SQS, with dead-letter queues and idempotent handlers',
		failTitle: 'Some messages may be lost, or be handled twice',
		why: 'Everything that is delivered at least once is delivered twice one day.',
		configured: ['4.3/fronted', '4.3/dlq', '5.5', '5.3/idempotency'],
	}),
	item({
		number: '11.6',
		id: 'final-templates',
		title: 'Templates are validated in the build',
		failTitle: 'No build validates the templates',
		why: 'A template that is wrong is otherwise found by a deployment, half-way.',
		remedy:
			'Run cfn-lint over the templates in a job that a change starts, and beside it a scanner of rules: cfn-guard, checkov or ' +
			'cdk-nag.',
		configured: [],
		errata: [
			'cfn-nag, which the checklist names, has not changed since 2022; cfn-guard, checkov and cdk-nag count as well',
		],
		enforced: ['final-templates/validated'],
		checks: [templatesValidated],
		links: ['https://github.com/aws-cloudformation/cfn-lint'],
	}),
];
