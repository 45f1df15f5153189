import type { SgNode } from '@ast-grep/napi';
import type { SdkConfig, SdkLimit, SdkMode, SdkSettings } from '../../core/facts/aws-clients.ts';
import { onlyAssignment } from './assignments.ts';
import { argumentsOf } from './calls.ts';
import type { Names } from './names.ts';
import { originsOf, qualifiedName } from './names.ts';
import { enclosing, partsOf } from './nodes.ts';
import { timeoutOf } from './timeouts.ts';
import { usesOf } from './uses.ts';

// https://docs.aws.amazon.com/boto3/latest/guide/session.html
// https://docs.aws.amazon.com/botocore/latest/reference/config.html

/** A call that makes a client or resource. */
export interface AwsConstruction {
	readonly call: SgNode;
	/** The literal name of the service, or null. */
	readonly service: string | null;
	readonly config: SdkConfig;
	/** Made by `boto3` itself, from literals and perhaps a `config`. */
	readonly isPlain: boolean;
	/** Its `endpoint_url` is the machine itself. */
	readonly isLocal: boolean;
}

const makes = /^boto3\.(?:client|resource)$/;
const session = /^(?:boto3\.(?:session\.)?Session|botocore\.session\.(?:get_session|Session))$/;
const configClass = /^botocore\.(?:config|client)\.Config$/;
const maker = /\.(?:client|resource|create_client)$/;

const loopback = /^[rRuUfF]?["']https?:\/\/(?:localhost|127\.0\.0\.1|host\.docker\.internal|localstack)\b/;

const textOf = (node: SgNode | null | undefined): string | null =>
	/^[rRuU]?(["'])([\w.-]+)\1$/.exec(node?.text() ?? '')?.[2] ?? null;

const limitOf = (value: SgNode | null | undefined, root: SgNode): SdkLimit => {
	if (!value) return { state: 'default' };
	const read = timeoutOf(value, root);
	return read.kind === 'seconds' ? { state: 'written', value: read.seconds } : { state: 'unknown' };
};

const unknown: SdkLimit = { state: 'unknown' };

/** `total_max_attempts` counts the first try, `max_attempts` does not; the first wins. */
const attemptsOf = (retries: SgNode | null | undefined, root: SgNode): SdkLimit => {
	if (!retries) return { state: 'default' };
	const dictionary = retries.kind() === 'identifier' ? onlyAssignment(retries.text(), root) : retries;
	if (dictionary?.kind() !== 'dictionary') return unknown;
	const values = new Map<string, SgNode | null>();
	for (const pair of partsOf(dictionary)) {
		const key = pair.kind() === 'pair' ? textOf(pair.field('key')) : null;
		if (key === null) return unknown;
		values.set(key, pair.field('value'));
	}
	const total = values.get('total_max_attempts');
	if (total) return limitOf(total, root);
	const again = limitOf(values.get('max_attempts'), root);
	if (again.state === 'written') return { state: 'written', value: again.value + 1 };
	// A mode of its own may bring a number of its own; what is not written is the SDK's.
	return again;
};

/** The mode that `retries` names; a dictionary that does not name one keeps the SDK's. */
const modeOf = (retries: SgNode | null | undefined, root: SgNode): SdkMode => {
	if (!retries) return { state: 'default' };
	const dictionary = retries.kind() === 'identifier' ? onlyAssignment(retries.text(), root) : retries;
	if (dictionary?.kind() !== 'dictionary') return { state: 'unknown' };
	const pairs = partsOf(dictionary);
	if (pairs.some(pair => pair.kind() !== 'pair' || textOf(pair.field('key')) === null))
		return { state: 'unknown' };
	const mode = pairs.find(pair => textOf(pair.field('key')) === 'mode')?.field('value');
	if (!mode) return { state: 'default' };
	const value = textOf(mode);
	return value === null ? { state: 'unknown' } : { state: 'written', value };
};

/** What a call of `Config` says; what `**` or a position may hold cannot be told. */
export const limitsOf = (call: SgNode, root: SgNode): SdkSettings => {
	const { keywords, positional, kwargs, splat } = argumentsOf(call);
	if (kwargs || splat || positional.length > 0)
		return { connect: unknown, read: unknown, attempts: unknown, mode: { state: 'unknown' } };
	const valueOf = (name: string): SgNode | null | undefined => keywords.get(name)?.field('value');
	// https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html
	const smart = keywords.has('defaults_mode');
	const connect = limitOf(valueOf('connect_timeout'), root);
	const attempts = attemptsOf(valueOf('retries'), root);
	const mode = modeOf(valueOf('retries'), root);
	return {
		connect: smart && connect.state === 'default' ? unknown : connect,
		read: limitOf(valueOf('read_timeout'), root),
		attempts: smart && attempts.state === 'default' ? unknown : attempts,
		mode: smart && mode.state === 'default' ? { state: 'unknown' } : mode,
	};
};

/** The node where it is a call of `Config`. */
const configCall = (node: SgNode | null, names: Names): SgNode | null => {
	const made = node?.kind() === 'call' ? node.field('function') : null;
	return made && configClass.test(qualifiedName(made, names) ?? '') ? node : null;
};

/** A parameter of a function around has the name. */
const isParameter = (node: SgNode): boolean => {
	const name = new RegExp(`\\b${node.text()}\\b`);
	for (let at = enclosing(node, ['function_definition']); at; at = enclosing(at, ['function_definition'])) {
		if (name.test(at.field('parameters')?.text() ?? '')) return true;
	}
	return false;
};

/** The name is a parameter of the function around whose annotation is `Config` and whose default, if any, is one. */
const isAnnotated = (node: SgNode, names: Names): boolean => {
	const around = enclosing(node, ['function_definition', 'lambda']);
	const list = around?.field('parameters');
	const parameter = (list ? partsOf(list) : []).find(
		each => (each.field('name') ?? partsOf(each)[0])?.text() === node.text(),
	);
	const type = parameter?.field('type')?.child(0);
	if (!around || !parameter || !type || !configClass.test(qualifiedName(type, names) ?? '')) return false;
	if (parameter.field('value') && !configCall(parameter.field('value'), names)) return false;
	return !around.has({
		rule: { kind: 'assignment', has: { field: 'left', kind: 'identifier', regex: `^${node.text()}$` } },
	});
};

/** `base` and `top` of `base.merge(top)`. */
const mergeOf = (node: SgNode): { readonly base: SgNode; readonly top: SgNode } | null => {
	const made = node.kind() === 'call' ? node.field('function') : null;
	const base =
		made?.kind() === 'attribute' && made.field('attribute')?.text() === 'merge' ? made.field('object') : null;
	const [top, ...others] = base ? argumentsOf(node).positional : [];
	return base && top && others.length === 0 ? { base, top } : null;
};

const configOf = (value: SgNode, root: SgNode, names: Names): SdkConfig => {
	if (value.kind() === 'none') return { kind: 'none' };
	const here = configCall(value, names);
	if (here) return { kind: 'written', limits: limitsOf(here, root) };
	const merge = mergeOf(value);
	if (merge)
		return {
			kind: 'merged',
			base: configOf(merge.base, root, names),
			top: configOf(merge.top, root, names),
		};
	const origin = originsOf(value, names);
	const [only] = origin;
	if (only !== undefined && origin.length === 1) {
		const dot = only.lastIndexOf('.');
		// A name taken from a package by its dots alone keeps one of them.
		const module = /^\.*$/.test(only.slice(0, dot)) ? only.slice(0, dot + 1) : only.slice(0, dot);
		return dot < 0 ? { kind: 'unknown' } : { kind: 'imported', module, name: only.slice(dot + 1) };
	}
	if (value.kind() === 'identifier' && isParameter(value))
		return isAnnotated(value, names) ? { kind: 'given' } : { kind: 'unknown' };
	const assigned = configCall(onlyAssignment(value.text(), root), names);
	return assigned ? { kind: 'written', limits: limitsOf(assigned, root) } : { kind: 'unknown' };
};

/** The call of `Config` that a value is, in place or by a name of the file; of a merge, the one that yields. */
export const writtenConfig = (value: SgNode, root: SgNode, names: Names): SgNode | null => {
	const merge = mergeOf(value);
	if (merge) return writtenConfig(merge.base, root, names);
	return configCall(value, names) ?? configCall(onlyAssignment(value.text(), root), names);
};

/** The dictionary that `retries` of a `Config` is, in place or by a name of the file. */
export const retriesOf = (call: SgNode, root: SgNode): SgNode | null => {
	const value = argumentsOf(call).keywords.get('retries')?.field('value');
	const dictionary = value?.kind() === 'identifier' ? onlyAssignment(value.text(), root) : value;
	return dictionary?.kind() === 'dictionary' ? dictionary : null;
};

/** What sessions are called, where every assignment of the name makes one. */
const sessionNames = (made: readonly SgNode[], root: SgNode): readonly string[] => {
	const ids = new Set(made.map(call => call.id()));
	const targets = made.flatMap(call => {
		const around = call.parent();
		const target = around?.kind() === 'assignment' ? around.field('left')?.text() : undefined;
		return target !== undefined && /^(?:(?:self|cls)\.)?\w+$/.test(target) ? [target] : [];
	});
	return [...new Set(targets)].filter(target =>
		root
			.findAll({
				rule: { kind: 'assignment', has: { field: 'left', regex: `^${target.replace('.', '\\.')}$` } },
			})
			.every(assignment => ids.has(assignment.field('right')?.id() ?? -1)),
	);
};

/** Every client and resource that a file makes with boto3 or botocore. */
export const awsConstructionsIn = (root: SgNode, names: Names): readonly AwsConstruction[] => {
	const uses = usesOf(root, names, origin => /^(?:boto3|botocore)(?:\.|$)/.test(origin));
	const sessions = uses.flatMap(({ origins: [origin], call }) =>
		call && session.test(origin) ? [call] : [],
	);
	const direct = uses.flatMap(({ origins: [origin], call }) => (call && makes.test(origin) ? [call] : []));
	const onTheSpot = sessions.flatMap(call => {
		const attribute = call.parent();
		const around = attribute?.parent();
		const isCalled =
			around?.kind() === 'call' &&
			around.field('function')?.id() === attribute?.id() &&
			maker.test(attribute?.text() ?? '');
		return isCalled ? [around] : [];
	});
	const variables = new Set(sessionNames(sessions, root));
	const byName =
		variables.size === 0
			? []
			: root
					.findAll({
						rule: { kind: 'call', has: { field: 'function', kind: 'attribute', regex: maker.source } },
					})
					.filter(call => {
						const object = call.field('function')?.field('object');
						return (
							object !== undefined &&
							object !== null &&
							variables.has(object.text()) &&
							!(object.kind() === 'identifier' && isParameter(object))
						);
					});
	const plain = new Set(direct.map(call => call.id()));
	return [...direct, ...onTheSpot, ...byName].map(call => {
		const { positional, keywords, kwargs, splat } = argumentsOf(call);
		const given = keywords.get('config')?.field('value');
		return {
			call,
			isLocal: loopback.test(keywords.get('endpoint_url')?.field('value')?.text() ?? ''),
			isPlain:
				plain.has(call.id()) &&
				!kwargs &&
				!splat &&
				positional.every(value => textOf(value) !== null) &&
				[...keywords].every(
					([name, keyword]) => name === 'config' || textOf(keyword.field('value')) !== null,
				),
			service: textOf(positional[0] ?? keywords.get('service_name')?.field('value')),
			config: given
				? configOf(given, root, names)
				: // The tenth position is rarely used, and not followed.
					kwargs || splat || positional.length > 9
					? { kind: 'unknown' }
					: { kind: 'none' },
		};
	});
};

/** Calls that make the constants of the module that are a `Config`, by name. */
export const configCallsIn = (root: SgNode, names: Names): ReadonlyMap<string, SgNode> =>
	new Map(
		root
			.findAll({ rule: { kind: 'assignment', has: { field: 'left', kind: 'identifier' } } })
			.flatMap(assignment => {
				const value = configCall(assignment.field('right'), names);
				const name = assignment.field('left')?.text() ?? '';
				const atTop = assignment.parent()?.parent()?.kind() === 'module';
				return atTop && value && onlyAssignment(name, root)?.id() === value.id()
					? [[name, value] as const]
					: [];
			}),
	);

/** What those constants say. */
export const configsIn = (root: SgNode, names: Names): Readonly<Record<string, SdkSettings>> =>
	Object.fromEntries([...configCallsIn(root, names)].map(([name, call]) => [name, limitsOf(call, root)]));

/** How long services hold a call that waits for work. */
const held: ReadonlyMap<string, { readonly service: string; readonly seconds: number | null }> = new Map([
	['receive_message', { service: 'sqs', seconds: null }],
	['receive_messages', { service: 'sqs', seconds: null }],
	['get_activity_task', { service: 'stepfunctions', seconds: 60 }],
	['poll_for_activity_task', { service: 'swf', seconds: 60 }],
	['poll_for_decision_task', { service: 'swf', seconds: 60 }],
]);

/** Calls that a service may hold for a while before it answers. */
export const pollsIn = (
	root: SgNode,
): readonly { readonly call: SgNode; readonly service: string; readonly seconds: number }[] =>
	root
		.findAll({
			rule: {
				kind: 'call',
				has: { field: 'function', kind: 'attribute', regex: `\\.(?:${[...held.keys()].join('|')})$` },
			},
		})
		.flatMap(call => {
			const poll = held.get(call.field('function')?.field('attribute')?.text() ?? '');
			if (!poll) return [];
			const wait = argumentsOf(call).keywords.get('WaitTimeSeconds')?.field('value');
			const written = wait?.kind() === 'integer' ? Number(wait.text()) : null;
			const seconds = poll.seconds ?? written;
			return seconds === null ? [] : [{ call, service: poll.service, seconds }];
		});

/** A call whose value stays when the function around it returns: it is handed on, or bound to a name beyond it. */
export const isKept = (call: SgNode): boolean => {
	const assignment = call.parent();
	const left = assignment?.kind() === 'assignment' ? assignment.field('left') : null;
	if (left && left.kind() !== 'identifier') return true;
	const around = enclosing(call, ['function_definition']);
	return (
		left !== null &&
		(around
			?.findAll({ rule: { kind: 'global_statement' } })
			.some(statement => partsOf(statement).some(name => name.text() === left.text())) ??
			false)
	);
};

/** The first import of boto3 or botocore that is a statement of the module itself. */
export const sdkImportAtTop = (names: Names): SgNode | null =>
	names.imports.find(
		({ module, statement }) =>
			/^(?:boto3|botocore)(?:\.|$)/.test(module) && statement.parent()?.kind() === 'module',
	)?.statement ?? null;
