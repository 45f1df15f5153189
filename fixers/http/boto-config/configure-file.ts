import type { SgNode } from '@ast-grep/napi';
import type { ServiceWaits } from '../../../source/core/aws-service-waits.ts';
import { waitsFor } from '../../../source/core/aws-service-waits.ts';
import { missingSettings, type SdkEnvironment } from '../../../source/core/client-settings.ts';
import { declined } from '../../../source/core/fixer.ts';
import { applySplices, eolOf, lineStartsOf } from '../../../source/core/text.ts';
import type { Splice } from '../../../source/core/tree.ts';
import {
	type AwsConstruction,
	awsConstructionsIn,
	configCallsIn,
	limitsOf,
	pollsIn,
	sdkImportAtTop,
	writtenConfig,
} from '../../../source/edit/python/aws-clients.ts';
import { argumentsOf, insertKeyword, replaceNode } from '../../../source/edit/python/calls.ts';
import { indentUnitOf } from '../../../source/edit/python/indent.ts';
import { insertBinding } from '../../../source/edit/python/insert-logger.ts';
import { namesIn } from '../../../source/edit/python/names.ts';
import { enclosing, placeOf, rangeKey, startOf } from '../../../source/edit/python/nodes.ts';
import { quoteOf } from '../../../source/edit/python/quotes.ts';
import { chain, spliced, type EditResult } from '../../../source/edit/text.ts';
import { completeConfig, keywordsFor, standardMode } from './complete-config.ts';
import { importConfig, mentioned } from './import-config.ts';

/** What is to be done in one file. */
export interface Task {
	/** Clients whose `config` is missing or incomplete, by their range. */
	readonly clients: Set<string>;
	/** Clients whose retry mode is to be the standard one, by their range. */
	readonly modes: Set<string>;
	/** Constants that clients of other files are made with, by name: incomplete ones, and those of another mode. */
	readonly constants: Set<string>;
	readonly constantModes: Set<string>;
}

/** The surroundings of all files. */
export interface Ground {
	readonly environment: SdkEnvironment;
	/** As `user_agent_extra`; null where the project has no name. */
	readonly agent: string | null;
	/** Services of which a test says word for word how their client is made. */
	readonly pinned: ReadonlySet<string>;
}

export interface Configured {
	readonly edit: EditResult;
	/** Clients that are given the constant. */
	readonly given: number;
	/** `Config` calls that are told more. */
	readonly completed: number;
	readonly waits: ServiceWaits;
	/** DynamoDB, which the SDK tries ten times, shares what is written with services that are tried less often. */
	readonly triesLess: boolean;
	/** Services that tests keep as they are. */
	readonly left: readonly string[];
}

const complete = /^(?:connect_timeout|read_timeout|retries|user_agent_extra|user_agent_appid|tcp_keepalive)$/;

const valueOf = ({ call }: AwsConstruction): SgNode | null =>
	argumentsOf(call).keywords.get('config')?.field('value') ?? null;

/** A constant of the module that says all that is asked and nothing that other clients would not want. */
const usableConstant = (
	root: SgNode,
	calls: ReadonlyMap<string, SgNode>,
	environment: SdkEnvironment,
	read: number,
	before: number,
): string | null => {
	for (const [name, call] of calls) {
		const limits = limitsOf(call, root);
		const { keywords } = argumentsOf(call);
		if (
			startOf(call) < before &&
			missingSettings(limits, environment).length === 0 &&
			limits.read.state === 'written' &&
			limits.read.value >= read &&
			[...keywords.keys()].every(keyword => complete.test(keyword))
		)
			return name;
	}
	return null;
};

/** Gives the clients of a file a `Config`, and completes those that are there. */
export const configureFile = (
	text: string,
	parse: (text: string) => SgNode,
	path: string,
	task: Task,
	{ environment, agent, pinned }: Ground,
): Configured => {
	const root = parse(text);
	const names = namesIn(root);
	const lineStarts = lineStartsOf(text);
	const quote = quoteOf(root);
	const keyOf = ({ call }: AwsConstruction): string => rangeKey(placeOf(path, lineStarts, call));
	const all = awsConstructionsIn(root, names);
	const open = all.filter(each => task.clients.has(keyOf(each)));
	const left = open.flatMap(({ service }) => (service !== null && pinned.has(service) ? [service] : []));
	const bare = open.filter(
		({ config, service }) =>
			(config.kind === 'none' || config.kind === 'given') && !(service !== null && pinned.has(service)),
	);
	const services = bare.map(({ service }) => service);
	const waitsForTasks = pollsIn(root).some(({ service }) => service !== 'sqs');
	const waits = waitsFor(services, waitsForTasks);
	let triesLess = services.includes('dynamodb') && waits.again < 9 && !environment.setsRetries;
	const result = (edit: EditResult, given: number, completed: number): Configured => ({
		edit,
		given,
		completed,
		waits,
		triesLess,
		left,
	});
	const fail = (reason: string): Configured => result(declined(reason), 0, 0);

	const splices: Splice[] = [];
	const constants = configCallsIn(root, names);
	// Configs that are there: each is told more once, for all that are made with it.
	const written = new Map<
		number,
		{ call: SgNode; services: (string | null)[]; kinds: Set<'rest' | 'mode'> }
	>();
	const note = (call: SgNode | null, service: string | null, kind: 'rest' | 'mode'): void => {
		if (!call) return;
		const known = written.get(call.id()) ?? { call, services: [], kinds: new Set() };
		known.services.push(service);
		known.kinds.add(kind);
		written.set(call.id(), known);
	};
	for (const construction of all) {
		const value = valueOf(construction);
		if (!value) continue;
		const key = keyOf(construction);
		const call = writtenConfig(value, root, names);
		if (task.clients.has(key) && construction.config.kind !== 'given')
			note(call, construction.service, 'rest');
		if (task.modes.has(key)) note(call, construction.service, 'mode');
	}
	for (const name of task.constants) note(constants.get(name) ?? null, null, 'rest');
	for (const name of task.constantModes) note(constants.get(name) ?? null, null, 'mode');
	for (const { call, services: users, kinds } of written.values()) {
		if (kinds.has('rest')) {
			const needed = waitsFor(users, waitsForTasks);
			splices.push(...completeConfig(text, call, root, environment, needed, quote));
			triesLess ||=
				users.includes('dynamodb') &&
				needed.again < 9 &&
				missingSettings(limitsOf(call, root), environment).includes('retries');
		}
		if (kinds.has('mode')) splices.push(...(standardMode(text, call, root, quote) ?? []));
	}
	const completed = splices.length === 0 ? 0 : written.size;

	if (bare.length === 0)
		return splices.length > 0
			? result(spliced(splices), 0, completed)
			: fail(
					left.length > 0
						? `a test asserts how the \`${left[0]}\` client is made`
						: 'nothing here can be told more',
				);

	const sdk = sdkImportAtTop(names);
	if (!sdk)
		return fail('the SDK is imported in a function or a `try`, and `Config` would be imported earlier');
	const first = Math.min(...all.map(({ call }) => startOf(call)));
	const usable = usableConstant(root, constants, environment, waits.read, first);
	const taken = mentioned(root);
	const name = usable ?? ['BOTO_CONFIG', 'AWS_CLIENT_CONFIG'].find(each => !taken.has(each));
	if (name === undefined) return fail('`BOTO_CONFIG` and `AWS_CLIENT_CONFIG` already name something else');
	for (const construction of bare) {
		const value = valueOf(construction);
		if (construction.config.kind === 'given') {
			if (!value) continue;
			splices.push(replaceNode(value, `${name}.merge(${value.text()})`));
		} else if (value) splices.push(replaceNode(value, name));
		else splices.push(...insertKeyword(text, construction.call, `config=${name}`));
	}
	const steps: ((current: string) => EditResult)[] = [() => spliced(splices)];
	if (usable === null) {
		const { code, edit } = importConfig(text, root, names, sdk);
		if (edit.outcome === 'declined') return fail(edit.reason);
		const eol = eolOf(text);
		const unit = indentUnitOf(text);
		const missing = (['connect_timeout', 'read_timeout', 'retries'] as const).filter(
			keyword =>
				!(keyword === 'connect_timeout' && environment.setsConnect) &&
				!(keyword === 'retries' && environment.setsRetries),
		);
		const keywords = [
			...keywordsFor(missing, waits, quote),
			...(agent === null ? [] : [`user_agent_extra=${quote}${agent}${quote}`]),
		];
		const binding = [`${name} = ${code}(`, ...keywords.map(each => `${unit}${each},`), ')'].join(eol);
		steps.push(
			current => {
				const tree = parse(current);
				const at = sdkImportAtTop(namesIn(tree));
				return at ? importConfig(current, tree, namesIn(tree), at).edit : spliced([]);
			},
			current => {
				const tree = parse(current);
				const at = sdkImportAtTop(namesIn(tree));
				return insertBinding(current, tree, binding, at ? startOf(at) : 0);
			},
		);
	}
	const edit = chain(text, steps);
	if (edit.outcome === 'declined') return fail(edit.reason);
	const after = parse(applySplices(text, edit.splices));
	const made = configCallsIn(after, namesIn(after)).get(name);
	const assignment = made?.parent();
	const early = after
		.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } })
		.some(
			use =>
				assignment &&
				startOf(use) < startOf(assignment) &&
				!enclosing(use, ['function_definition', 'lambda']),
		);
	if (!made || early) return fail('a client is made before the imports end');
	return result(edit, bare.length, completed);
};
