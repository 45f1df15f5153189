import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Writes the tables of `source/core/tables` anew from a checkout or an unpacked release of cfn-lint (MIT-0), which
// keeps them up to date: `npm run tables -- FOLDER REVISION DATE`, where the date is that of the revision.

const [folder, revision, date] = process.argv.slice(2);
if (folder === undefined || revision === undefined || !/^\d{4}-\d\d-\d\d$/.test(date ?? '')) {
	console.error('usage: npm run tables -- FOLDER REVISION YYYY-MM-DD');
	process.exit(2);
}

const tables = fileURLToPath(new URL('../source/core/tables/', import.meta.url));

const fieldsOf = (value: unknown): readonly (readonly [string, unknown])[] =>
	typeof value === 'object' && value !== null ? Object.entries(value) : [];

const fieldOf = (value: unknown, name: string): unknown => fieldsOf(value).find(([key]) => key === name)?.[1];

const read = (name: string): unknown => {
	const places = ['src/cfnlint', 'cfnlint', '.'].map(place =>
		join(folder, place, 'data/AdditionalSpecs', name),
	);
	for (const place of places) {
		try {
			const value: unknown = JSON.parse(readFileSync(place, 'utf8'));
			return value;
		} catch (thrown) {
			if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
		}
	}
	throw new Error(`${name} is not below ${folder}`);
};

/** As the formatter has it. */
const shown = (value: unknown): string =>
	typeof value === 'object' && value !== null
		? `{ ${fieldsOf(value)
				.map(([key, inner]) => `${JSON.stringify(key)}: ${JSON.stringify(inner)}`)
				.join(', ')} }`
		: JSON.stringify(value);

/** One line an entry: a new revision is a small difference. */
const write = (
	name: string,
	from: string,
	key: string,
	entries: readonly (readonly [string, unknown])[],
): void => {
	const lines = entries.map(([entry, value]) => `\t\t${JSON.stringify(entry)}: ${shown(value)}`);
	const head = { source: `cfn-lint ${revision}, ${from} (MIT-0)`, date };
	const text = [
		'{',
		...fieldsOf(head).map(([field, value]) => `\t${JSON.stringify(field)}: ${JSON.stringify(value)},`),
		`\t${JSON.stringify(key)}: {`,
		lines.join(',\n'),
		'\t}',
		'}',
		'',
	].join('\n');
	writeFileSync(join(tables, name), text);
	console.log(`${name}: ${entries.length} entries, ${text.length} bytes`);
};

/** `python3.10` comes after `python3.9`. */
const rankOf = (runtime: string): number => {
	const [major = '', minor = ''] = runtime.slice('python'.length).split('.');
	return Number(major) * 100 + Number(minor);
};

const lifecycle = 'LmbdRuntimeLifecycle.json';
write(
	'python-runtimes.json',
	lifecycle,
	'runtimes',
	fieldsOf(read(lifecycle))
		.filter(([name]) => name.startsWith('python'))
		.toSorted(([a], [b]) => rankOf(a) - rankOf(b))
		.map(([name, dates]) => [
			name,
			{ retired: fieldOf(dates, 'deprecated'), blocked: fieldOf(dates, 'create-block') },
		]),
);

/** Services that applications call; those of one product alone would only make the table long. */
const services = new Set(
	(
		'appconfig appsync athena batch bedrock cloudformation cloudfront codebuild codepipeline cognito-idp dynamodb ec2 ' +
		'ecr ecs elasticache es events execute-api firehose glue iam iot kinesis kms lambda rds rds-data route53 s3 ' +
		'sagemaker scheduler secretsmanager ses sns sqs ssm states sts'
	).split(' '),
);

/** Actions that change, send or start something; reading all of a kind often has no resource to name. */
const acts =
	/^(?:add|admin|associate|assume|attach|authorize|cancel|change|copy|create|delete|deregister|detach|disable|disassociate|enable|execute|import|invoke|manage|modify|move|publish|purge|put|reboot|register|remove|replace|reset|restore|resume|revoke|rotate|run|send|set|start|stop|suspend|tag|terminate|transact|untag|update|upload|write)/;

const policies = 'Policies.json';
write(
	'resource-actions.json',
	policies,
	'services',
	fieldsOf(read(policies))
		.filter(([service]) => services.has(service))
		.map(([service, described]) => [
			service,
			fieldsOf(fieldOf(described, 'Actions'))
				.filter(([action, value]) => acts.test(action) && fieldsOf(fieldOf(value, 'Resources')).length > 0)
				.map(([action]) => action)
				.toSorted()
				.join(' '),
		]),
);
