import { budgetOf, raisedWaitOf, sdkDefaults, writesSeconds } from '../../../core/client-budget.ts';
import type { AwsClient, AwsModule, SdkLimits } from '../../../core/facts/aws-clients.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { filesOfImport, reachOf } from '../../../core/handler-reach.ts';
import { defineCheck } from '../../../core/practice.ts';
import { conclude, rootOf, undecided } from '../../../core/template/judge.ts';
import { numbersOf } from '../../../core/template/limits.ts';
import { functionsIn, namesOf } from '../../../core/template/judge-functions.ts';

// https://docs.aws.amazon.com/botocore/latest/reference/config.html

type Read = Pick<Facts, 'awsClients' | 'modules' | 'paths' | 'templates' | 'functions'>;

/** A client and a function that may use it. */
interface Client {
	readonly client: AwsClient;
	readonly limits: SdkLimits;
	/** Whether what is not written is the SDK's. */
	readonly areDefaultsKept: boolean;
}

/** A function that is stopped after a known time, and the clients it may use. */
interface Caller {
	readonly lambda: LambdaFunction;
	/** Seconds, the longest of what the template allows; null where it does not tell. */
	readonly limit: number | null;
	/** Why it does not. */
	readonly unknown: string | null;
	readonly unsure: boolean;
	readonly clients: readonly Client[];
}

const moduleAt = (facts: Read, path: string): AwsModule | null => {
	const parsed = facts.awsClients.get(path);
	return parsed?.ok ? parsed.value : null;
};

/** The limits a client has; null where they are not in the code that is deployed with it. */
const limitsOf = ({ config, at }: AwsClient, directory: string | null, facts: Read): SdkLimits | null => {
	switch (config.kind) {
		case 'none':
			return sdkDefaults;
		case 'written':
			return config.limits;
		case 'imported': {
			const files = directory === null ? [] : filesOfImport(config, at.path, directory, facts.paths);
			const found = files.map(file => moduleAt(facts, file)?.configs[config.name]);
			return found.find(limits => limits !== undefined) ?? null;
		}
		case 'merged':
		case 'given':
		case 'unknown':
			return null;
	}
};

/** Environment variables of a function that change what the SDK does; where one is named, all of the file count. */
const environment = /AWS_(?:MAX_ATTEMPTS|RETRY_MODE|DEFAULTS_MODE)/;

const callerOf = (lambda: LambdaFunction, namesSettings: boolean, facts: Read): Caller => {
	const files = reachOf(lambda, facts);
	const modules = files.flatMap(path => moduleAt(facts, path) ?? []);
	const areDefaultsKept = !namesSettings && !modules.some(({ setsDefaults }) => setsDefaults);
	const others = new Set(
		facts.functions.functions.flatMap(({ handlerFile, handlerName }) =>
			handlerFile === lambda.handlerFile && handlerName !== null && handlerName !== lambda.handlerName
				? [handlerName]
				: [],
		),
	);
	const clients = modules.flatMap(module =>
		module.clients.flatMap(client => {
			const isOthers =
				client.at.path === lambda.handlerFile && client.within !== null && others.has(client.within);
			const limits = isOthers ? null : limitsOf(client, lambda.codeDirectory, facts);
			return limits === null ? [] : [{ client, limits, areDefaultsKept }];
		}),
	);
	const { values, unknown, unsure } = numbersOf(lambda.timeout, lambda.defaultTimeout);
	const limit = unknown === null ? Math.max(0, ...values) : null;
	return { lambda, limit, unknown, unsure, clients };
};

const keyOf = ({ at }: AwsClient): string => `${at.path}:${at.line}:${at.column}`;

/** What a comment beside it says silences a warning. */
const unlessAccepted = (finding: Finding, { suppression }: AwsClient): Finding =>
	suppression === null
		? finding
		: { ...finding, level: 'info', message: `${finding.message} (silenced by a comment)` };

const ofWritten = ({ client, limits, areDefaultsKept }: Client, caller: Caller): Finding | null => {
	const { lambda, limit, unknown, unsure } = caller;
	const raised = raisedWaitOf(limits);
	if (limit === null) {
		return raised === null
			? null
			: undecided(lambda.timeout.at, `The timeout of \`${lambda.id}\``, unknown ?? 'it is not a number');
	}
	const base = {
		confidence: unsure ? 'likely' : 'certain',
		at: client.at,
		found: client.code,
		key: `${lambda.id}:${client.code}`,
	} as const;
	const stopped = `\`${lambda.id}\` is stopped after ${limit} s`;
	if (raised !== null && raised.seconds > limit) {
		const message = `\`${raised.name}\` lets this client wait ${raised.seconds} s, and ${stopped}`;
		const expected = `less than ${limit} s`;
		return unlessAccepted({ ...base, level: 'warn', message, expected }, client);
	}
	const { seconds, attempts } = budgetOf(limits, areDefaultsKept);
	if (seconds * attempts <= limit) return null;
	const often = attempts === 1 ? 'wait' : `try ${attempts} times and wait`;
	const each = attempts === 1 ? `${seconds} s` : `up to ${seconds} s each time`;
	const message = `This client may ${often} ${each}, and ${stopped}`;
	return { ...base, level: 'info', message, expected: `less than ${limit} s for all attempts together` };
};

/** One note for all clients of a template that nobody gave limits; practice 6.2 asks for those. */
const ofDefaults = (callers: readonly Caller[]): readonly Finding[] => {
	const { seconds, attempts } = budgetOf(sdkDefaults, true);
	const concerned = callers.flatMap(({ lambda, limit, clients }) => {
		const plain = clients.filter(({ limits, areDefaultsKept }) => areDefaultsKept && !writesSeconds(limits));
		const isShort = limit !== null && seconds * attempts > limit;
		return isShort && plain.length > 0 ? [{ lambda, limit, plain }] : [];
	});
	const clients = new Map(
		concerned.flatMap(({ plain }) => plain.map(({ client }) => [keyOf(client), client])),
	);
	const [first] = clients.values();
	if (!first) return [];
	const names = namesOf(concerned.map(({ lambda }) => lambda.id));
	const longest = Math.max(...concerned.map(({ limit }) => limit));
	const [many, keeps] =
		clients.size === 1 ? ['1 AWS client', 'keeps'] : [`${clients.size} AWS clients`, 'keep'];
	const are = concerned.length === 1 ? 'is stopped after' : 'are stopped after at most';
	const message = `${many} of ${names} ${keeps} the waits of the SDK, 60 s to connect and 60 s to answer for each attempt; the ${concerned.length === 1 ? 'function' : 'functions'} ${are} ${longest} s`;
	const expected = '`Config(connect_timeout=…, read_timeout=…, retries=…)` that ends sooner';
	return [
		{
			level: 'info',
			message,
			confidence: 'certain',
			at: first.at,
			found: first.code,
			expected,
			key: 'defaults',
		},
	];
};

/** A `Config` whose waits are computed; they may be raised. */
const isHidden = ({ limits }: Client): boolean =>
	limits.connect.state === 'unknown' || limits.read.state === 'unknown';

const ofHidden = ({ client }: Client): Finding =>
	undecided(client.at, `How long \`${client.code}\` waits`, 'its `Config` computes it');

const judge = (callers: readonly Caller[]): readonly Finding[] => {
	const seen = new Set<string>();
	// The function that is stopped first is the one to name.
	const ordered = callers.toSorted((a, b) => (a.limit ?? Infinity) - (b.limit ?? Infinity));
	const single = ordered.flatMap(caller =>
		caller.clients.flatMap(one => {
			const finding = writesSeconds(one.limits) ? ofWritten(one, caller) : null;
			const hidden = finding === null && isHidden(one) ? ofHidden(one) : finding;
			const key = keyOf(one.client);
			if (hidden === null || seen.has(key)) return [];
			seen.add(key);
			return [hidden];
		}),
	);
	const templates = new Set(callers.map(({ lambda }) => lambda.template));
	return [
		...single,
		...[...templates].flatMap(template =>
			ofDefaults(callers.filter(({ lambda }) => lambda.template === template)),
		),
	];
};

export default defineCheck({
	id: 'sdk-budget',
	spec: '5.4/sdk-budget',
	title: 'No AWS client has its waits raised beyond what its function may run',
	failTitle: 'An AWS client has its waits raised beyond what its function may run',
	severity: 'info',
	scope: 'project',
	needs: [
		'functions',
		'templates',
		'projects',
		'files',
		'terraform',
		'cdk',
		'awsClients',
		'modules',
		'paths',
	],
	check(facts, project) {
		const { inTemplates } = functionsIn(facts, project);
		const named = new Map(
			[...new Set(inTemplates.map(({ template }) => template))].map(template => [
				template,
				environment.test(JSON.stringify(rootOf(facts, template))),
			]),
		);
		const callers = inTemplates
			.map(lambda => callerOf(lambda, named.get(lambda.template) === true, facts))
			.filter(({ clients }) => clients.length > 0);
		const count = new Set(callers.flatMap(({ clients }) => clients.map(({ client }) => keyOf(client)))).size;
		return conclude({
			subject: 'Lambda functions',
			judged: count,
			findings: judge(callers),
			question: 'Do these AWS clients give up before their function is stopped?',
			evidence: `${count === 1 ? 'The AWS client of the handlers does' : `The ${count} AWS clients of the handlers do`} not raise a wait beyond the timeout of a function`,
			reason: 'No template of this project deploys a handler with an AWS client whose settings can be seen',
			obstacles: [],
			terraform: [],
		});
	},
});
