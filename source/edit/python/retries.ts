import type { SgNode } from '@ast-grep/napi';
import type { RetryConstruct, RetryLibrary } from '../../core/facts/http.ts';
import { argumentsOf, type Arguments } from './calls.ts';
import type { Names } from './names.ts';
import { originsOf } from './names.ts';
import { enclosing } from './nodes.ts';
import { usesOf, type Use } from './uses.ts';

// https://tenacity.readthedocs.io/en/stable/api.html, https://stamina.hynek.me/en/stable/api.html
// https://github.com/litl/backoff#readme, https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html

/** A retry as written, with the nodes that a fix edits. */
export interface RetryUse extends Pick<RetryConstruct, 'library' | 'bounded' | 'waits'> {
	/** The last part of the qualified name: `retry`, `Retrying`, `on_exception`, `Retry`. */
	readonly api: string;
	/** The call, or the bare name of a decorator without one. */
	readonly node: SgNode;
	readonly call: SgNode | null;
	readonly arguments: Arguments | null;
	/** What it repeats: the decorated function, or the loop; null where that is not seen. */
	readonly repeats: SgNode | null;
}

const none: Arguments = { positional: [], keywords: new Map(), splat: false, kwargs: false };

const valueIn = ({ keywords }: Arguments, name: string): SgNode | null =>
	keywords.get(name)?.field('value') ?? null;

const lastName = (origin: string): string => origin.split('.').at(-1) ?? origin;

/** The names called in an expression, through a variable of the module. */
const calledIn = (value: SgNode, root: SgNode, names: Names): readonly string[] | null => {
	const source =
		value.kind() === 'identifier' && originsOf(value, names).length === 0
			? root
					.findAll({
						rule: {
							kind: 'assignment',
							has: { field: 'left', kind: 'identifier', regex: `^${value.text()}$` },
						},
					})
					.at(0)
					?.field('right')
			: value;
	if (!source) return null;
	const nodes = [
		source,
		...source.findAll({ rule: { any: [{ kind: 'identifier' }, { kind: 'attribute' }] } }),
	];
	const found = nodes
		.flatMap(node => originsOf(node, names))
		.filter(origin => origin.startsWith('tenacity'))
		.map(lastName);
	return found.length > 0 ? found : null;
};

const tenacityWaits = (value: SgNode | null, root: SgNode, names: Names): RetryConstruct['waits'] => {
	if (!value) return 'not at all';
	const called = calledIn(value, root, names);
	if (!called) return 'unknown';
	if (called.some(name => /^wait_(?:exponential_jitter|random_exponential|random|full_jitter)$/.test(name)))
		return 'with jitter';
	if (called.every(name => name === 'wait_none')) return 'not at all';
	return called.some(name => /^wait_(?:exponential|fixed|incrementing|chain|combine)$/.test(name))
		? 'without jitter'
		: 'unknown';
};

const tenacityBound = (value: SgNode | null, root: SgNode, names: Names): RetryConstruct['bounded'] => {
	if (!value) return 'no';
	const called = calledIn(value, root, names);
	return called?.every(name => name === 'stop_never') === true ? 'no' : 'yes';
};

const isLiteral = (node: SgNode | null, pattern: RegExp): boolean =>
	node !== null && pattern.test(node.text());

type Judged = Pick<RetryConstruct, 'bounded' | 'waits'>;

/** Null for what repeats nothing. */
const judge = (
	library: RetryLibrary,
	api: string,
	args: Arguments,
	root: SgNode,
	names: Names,
): Judged | null => {
	const hidden = args.kwargs || args.splat;
	switch (library) {
		case 'tenacity': {
			if (hidden) return { bounded: 'unknown', waits: 'unknown' };
			// `retry(sleep, stop, wait, …)`: positions are rarely used, and not followed.
			if (args.positional.length > 0) return { bounded: 'unknown', waits: 'unknown' };
			return {
				bounded: tenacityBound(valueIn(args, 'stop'), root, names),
				waits: tenacityWaits(valueIn(args, 'wait'), root, names),
			};
		}
		case 'stamina': {
			const endless =
				isLiteral(valueIn(args, 'attempts'), /^None$/) && isLiteral(valueIn(args, 'timeout'), /^None$/);
			const plain = isLiteral(valueIn(args, 'wait_jitter'), /^0(?:\.0*)?$/);
			return { bounded: endless ? 'no' : 'yes', waits: plain ? 'without jitter' : 'with jitter' };
		}
		case 'backoff': {
			const bounded = valueIn(args, 'max_tries') ?? valueIn(args, 'max_time');
			const plain = isLiteral(valueIn(args, 'jitter'), /^None$/);
			// `on_predicate` waits until something is done; how long that takes is its caller's business.
			const open = api === 'on_predicate' ? 'unknown' : 'no';
			return { bounded: bounded || hidden ? 'yes' : open, waits: plain ? 'without jitter' : 'with jitter' };
		}
		case 'urllib3': {
			if (hidden) return { bounded: 'unknown', waits: 'unknown' };
			if (api === 'HTTPAdapter') {
				const most = valueIn(args, 'max_retries');
				return most && /^[1-9]\d*$/.test(most.text()) ? { bounded: 'yes', waits: 'not at all' } : null;
			}
			const total = valueIn(args, 'total') ?? args.positional[0] ?? null;
			if (isLiteral(total, /^(?:0|False)$/)) return null;
			const others = ['connect', 'read', 'status', 'other'].some(name => valueIn(args, name));
			const factor = valueIn(args, 'backoff_factor');
			const jitter = valueIn(args, 'backoff_jitter');
			return {
				bounded: isLiteral(total, /^None$/) && !others ? 'no' : 'yes',
				waits:
					!factor || isLiteral(factor, /^0(?:\.0*)?$/)
						? 'not at all'
						: jitter && !isLiteral(jitter, /^0(?:\.0*)?$/)
							? 'with jitter'
							: 'without jitter',
			};
		}
		case 'httpx': {
			const most = valueIn(args, 'retries');
			return most && !/^0$/.test(most.text()) ? { bounded: 'yes', waits: 'without jitter' } : null;
		}
		case 'aiohttp_retry':
			return {
				bounded: 'yes',
				waits: api === 'ExponentialRetry' || api === 'ListRetry' ? 'without jitter' : 'with jitter',
			};
	}
};

const libraryOf = (origin: string): RetryLibrary | null => {
	if (/^tenacity\.(?:retry|(?:Async)?Retrying|asyncio\.AsyncRetrying)$/.test(origin)) return 'tenacity';
	if (/^stamina\.(?:retry|retry_context)$/.test(origin)) return 'stamina';
	if (/^backoff\.on_(?:exception|predicate)$/.test(origin)) return 'backoff';
	if (/^(?:urllib3\.|requests\.packages\.urllib3\.|requests\.adapters\.)(?:.*\.)?Retry$/.test(origin))
		return 'urllib3';
	if (/^requests\.adapters\.HTTPAdapter$/.test(origin)) return 'urllib3';
	if (/^httpx\.(?:Async)?HTTPTransport$|^httpx_retries\.RetryTransport$/.test(origin)) return 'httpx';
	return /^aiohttp_retry\.\w*Retry$/.test(origin) ? 'aiohttp_retry' : null;
};

const repeatedBy = (node: SgNode): SgNode | null => {
	const parent = node.parent();
	if (parent?.kind() === 'decorator') return parent.parent()?.field('definition') ?? null;
	const loop = enclosing(node, ['for_statement', 'while_statement', 'function_definition']);
	return loop?.kind() === 'for_statement' && loop.field('right')?.id() === node.id() ? loop : null;
};

const isRetryLibrary = (origin: string): boolean =>
	/^(?:tenacity|stamina|backoff|urllib3|requests|httpx|httpx_retries|aiohttp_retry)(?:\.|$)/.test(origin);

/** Every retry of a known library in a file; `uses` where the caller knows them. */
export const retriesIn = (
	root: SgNode,
	names: Names,
	uses: readonly Use[] = usesOf(root, names, isRetryLibrary),
): readonly RetryUse[] =>
	uses.flatMap(({ node, origins: [origin], call }) => {
		const library = libraryOf(origin);
		const bare = node.parent()?.kind() === 'decorator';
		if (!library || (!call && !(bare && library === 'tenacity'))) return [];
		const args = call ? argumentsOf(call) : none;
		const api = lastName(origin);
		// `retry(function)` decorates by hand, with all the defaults.
		const judged =
			api === 'RetryTransport'
				? { bounded: 'yes' as const, waits: 'with jitter' as const }
				: judge(library, api, args, root, names);
		if (!judged) return [];
		const whole = call ?? node;
		return [
			{
				...judged,
				library,
				api,
				node: whole,
				call,
				arguments: call ? args : null,
				repeats: repeatedBy(whole),
			},
		];
	});
