import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import type { Ground, ImportAt } from './ground.ts';
import { groundNeeds, groundOf, hasDistribution, importCode, importing, noSdk, requiring } from './ground.ts';

// https://github.com/open-telemetry/opentelemetry-python-contrib/blob/main/instrumentation/README.md

/** What is imported, and the instrumentations that cover it, best first. */
const table: readonly (readonly [module: string, ...packages: string[]])[] = [
	['boto3', 'botocore'],
	['botocore', 'botocore'],
	['aioboto3', 'botocore', 'aiobotocore'],
	['requests', 'requests'],
	['httpx', 'httpx'],
	['urllib3', 'urllib3'],
	['aiohttp', 'aiohttp-client', 'aiohttp-server'],
	['fastapi', 'fastapi', 'asgi'],
	['starlette', 'starlette', 'fastapi', 'asgi'],
	['flask', 'flask', 'wsgi'],
	['django', 'django', 'wsgi', 'asgi'],
	['tornado', 'tornado'],
	['falcon', 'falcon'],
	['grpc', 'grpc'],
	['sqlalchemy', 'sqlalchemy'],
	['psycopg', 'psycopg'],
	['psycopg2', 'psycopg2'],
	['asyncpg', 'asyncpg'],
	['pymysql', 'pymysql'],
	['redis', 'redis'],
	['pymongo', 'pymongo'],
	['celery', 'celery'],
	['kafka', 'kafka-python'],
	['aiokafka', 'aiokafka'],
	['confluent_kafka', 'confluent-kafka'],
	['aio_pika', 'aio-pika'],
	['pika', 'pika'],
];

/** What another instrumented library calls for them: twice would be two spans for one call. */
const below: Readonly<Record<string, readonly string[]>> = {
	urllib3: ['requests', 'boto3', 'botocore'],
	botocore: ['boto3'],
	starlette: ['fastapi'],
	psycopg: ['sqlalchemy', 'django'],
	psycopg2: ['sqlalchemy', 'django'],
	asyncpg: ['sqlalchemy'],
	pymysql: ['sqlalchemy', 'django'],
	sqlalchemy: [],
};

/** Parts that call nothing. */
const inert =
	/^(?:urllib3\.(?:util|exceptions|disable_warnings)|urllib3\.Retry|botocore\.(?:exceptions|config|client\.Config|awsrequest|stub)|requests\.(?:exceptions|adapters|status_codes|codes|auth|structures|models)|httpx\.(?:\w*Error|\w*Exception|Timeout|Limits|HTTPStatusError)|grpc\.StatusCode|starlette\.(?:status|types|exceptions|datastructures|responses|requests)|fastapi\.(?:status|encoders|exceptions))(?:\.|$)/;

const usedIn = (ground: Ground): ReadonlyMap<string, ImportAt> => {
	const used = new Map<string, ImportAt>();
	for (const each of ground.imports) {
		const [library = ''] = each.module.split('.', 1);
		const whole = each.name === null ? each.module : `${each.module}.${each.name}`;
		if (each.topLevel && !inert.test(whole) && !used.has(library)) used.set(library, each);
	}
	return used;
};

const isCovered = (ground: Ground, packages: readonly string[]): boolean =>
	packages.some(name => {
		const module = name.replaceAll('-', '_');
		const imported = importing(ground, new RegExp(`^opentelemetry\\.instrumentation\\.${module}(?:\\.|$)`));
		if (imported)
			return ground.calls.some(call => call.name.startsWith('instrument') || /Middleware/.test(call.code));
		return (
			ground.zeroCode === '`opentelemetry-instrument`' &&
			(ground.words.has('opentelemetry-bootstrap') ||
				requiring(ground, new RegExp(`^opentelemetry-instrumentation-${name}$`)) !== undefined)
		);
	});

export default defineCheck({
	id: 'instrumentors',
	spec: '3.3e',
	title: 'The libraries that call others are instrumented',
	failTitle: 'Calls through some libraries leave no span',
	severity: 'low',
	scope: 'project',
	needs: groundNeeds,
	check(facts, project) {
		const ground = groundOf(facts, project);
		if ('status' in ground) return ground;
		if (!ground.hasSdk) return notApplicable(noSdk);
		if (hasDistribution(ground)) return pass('the distribution brings the instrumentations along');
		if (
			ground.calls.some(({ code }) => /auto_instrumentation|_load_instrumentors|BaseInstrumentor/.test(code))
		)
			return pass('all instrumentations that are installed are started');
		const imported = usedIn(ground);
		const used = table.filter(
			([library]) => imported.has(library) && !below[library]?.some(above => imported.has(above)),
		);
		if (used.length === 0) return notApplicable('no library is imported that could be instrumented');
		const logfire = new Set(ground.calls.flatMap(({ name }) => /^instrument_(\w+)$/.exec(name)?.[1] ?? []));
		const missing = used.filter(
			([library, ...packages]) => !isCovered(ground, packages) && !logfire.has(library),
		);
		const level = missing.length === used.length && used.length > 1 && logfire.size === 0 ? 'fail' : 'warn';
		const findings = missing.flatMap(([library, name = library]): readonly Finding[] => {
			const at = imported.get(library);
			if (!at) return [];
			return [
				{
					level,
					message: `Calls through \`${library}\` leave no span`,
					confidence: 'likely',
					at: { path: at.path, line: at.line },
					found: importCode(at),
					expected:
						ground.zeroCode === '`opentelemetry-instrument`'
							? `\`opentelemetry-instrumentation-${name}\` among the dependencies, which ${ground.zeroCode} starts`
							: `\`opentelemetry-instrumentation-${name}\`, and its \`instrument()\``,
					key: `missing ${name}`,
				},
			];
		});
		return verdictOf(
			findings,
			`${used.length} of the imported libraries ${used.length === 1 ? 'is' : 'are'} instrumented`,
			level === 'fail' ? 'medium' : 'low',
		);
	},
});
