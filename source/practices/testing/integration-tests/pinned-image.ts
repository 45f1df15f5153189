import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { testFilesOf } from '../unit-tests/suite.ts';

/** Classes whose default image is `latest`. */
const floating = /^(?:MySql|Postgres|Redis|AsyncRedis|MongoDb|RabbitMq|ClickHouse)Container$/;

export default defineCheck({
	id: 'pinned-image',
	spec: '7.2/pinned-image',
	title: 'Containers of tests have an explicit version',
	failTitle: 'Containers of tests run whatever version is the latest',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'testCode'],
	check(facts, project) {
		const containers = testFilesOf(facts, project).flatMap(({ path, value }) =>
			value.containers.map(found => ({ ...found, path })),
		);
		if (containers.length === 0) return notApplicable('no test starts a container');
		const findings = containers.flatMap(({ path, line, name, image }): Finding[] => {
			const isDefault = image === null && floating.test(name);
			const isLatest = image !== null && image !== '?' && /^[^:@]+$|:latest$/.test(image);
			if (!isDefault && !isLatest) return [];
			return [
				{
					level: 'warn',
					message: isDefault
						? `\`${name}()\` names no version, so that the image changes by itself`
						: `\`${image}\` names no version, so that the image changes by itself`,
					confidence: isDefault ? 'likely' : 'certain',
					at: { path, line },
					expected: 'the version that runs in production, such as `mysql:8.4`',
					key: `${name} ${image ?? ''}`,
				},
			];
		});
		return verdictOf(findings, 'every image is named with its version');
	},
});
