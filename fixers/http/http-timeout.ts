import { leftAlone } from '../left-alone.ts';
import { counted } from '../../source/core/counted.ts';
import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import type { HttpCall } from '../../source/core/facts/http.ts';
import type { Finding } from '../../source/core/finding.ts';
import { functionTimeOf } from '../../source/core/function-timeouts.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { argumentsOf, insertKeyword, replaceNode } from '../../source/edit/python/calls.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { placeOf, rangeKey } from '../../source/edit/python/nodes.ts';
import { createSpliceSet } from '../../source/edit/splice-set.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

/** Seconds that a connection and an answer may take. */
interface Seconds {
	readonly connect: number;
	readonly read: number;
}

const usual: Seconds = { connect: 5, read: 30 };

/** Together two seconds less than the function may run, so that it still answers. */
const within = (limit: number | null): Seconds => {
	const budget = limit === null ? Infinity : Math.floor(limit) - 2;
	if (budget >= usual.connect + usual.read) return usual;
	const connect = Math.max(1, Math.min(usual.connect, Math.floor(budget / 3)));
	return { connect, read: Math.max(1, budget - connect) };
};

const takesTwo: ReadonlySet<HttpCall['kind']> = new Set(['requests', 'session', 'urllib3']);

/** Connections that stay silent for long by design. */
const openEnded = /\bws_connect\b|text\/event-stream|\bsse_client\b|\bEventSource\b/;

const reasonToLeave = ({ kind, timeout, endless }: HttpCall, isOpenEnded: boolean): string | null => {
	if (timeout.kind === 'hidden') return 'what it passes on may hold a timeout';
	if (kind === 'aiohttp' && isOpenEnded) return 'the file also opens websockets or follows events';
	if (endless === 'stream') return 'it streams a download';
	return endless === 'long poll' ? 'its address waits for news' : null;
};

const isOpen = (finding: Finding): boolean => finding.level !== 'info' && finding.at.line !== undefined;

/** What the timeouts mean; some libraries take one number, for each wait. */
const limitsOf = (kinds: ReadonlySet<HttpCall['kind']>): string => {
	const whole = kinds.has('aiohttp') ? 'a minute in all for `aiohttp`' : '';
	const others = [...kinds].filter(kind => kind !== 'aiohttp');
	if (others.length === 0) return whole;
	const pairs = others.filter(kind => takesTwo.has(kind)).length;
	const two = 'five seconds to connect and thirty to answer';
	const one = 'thirty seconds for each wait, to connect as well as to answer';
	const most = pairs === others.length ? two : pairs === 0 ? one : `${two}, or ${one}`;
	return whole === '' ? most : `${most}; ${whole}`;
};

export default defineFixer({
	id: 'http-timeout',
	title: 'Give HTTP calls a timeout',
	checks: [
		'http-timeouts/requests-timeout',
		'http-timeouts/session-timeout',
		'http-timeouts/httpx-timeout',
		'http-timeouts/other-timeout',
	],
	safety: 'review',
	needs: ['http', 'functions', 'paths', 'modules'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only the keyword is added, where none is passed. A call that truly needs longer than what is written starts to raise ' +
		'a timeout error; streams, long polls and calls that pass on `**kwargs` are left alone.',
	// What passes its arguments on may hold a timeout: that is asked, not mended.
	takes: finding => isOpen(finding) && !finding.message.startsWith('Whether '),
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.filter(isOpen).map(({ at }) => at.path))],
	plan({ facts, findings, texts, engines }) {
		const edits: Edit[] = [];
		const left: string[] = [];
		let count = 0;
		let capped = false;
		const kinds = new Set<HttpCall['kind']>();
		for (const [path, text] of texts) {
			const parsed = facts.http.get(path);
			const wanted = new Set(
				findings.filter(finding => isOpen(finding) && finding.at.path === path).map(({ at }) => rangeKey(at)),
			);
			const calls = new Map((parsed?.ok ? parsed.value.calls : []).map(call => [rangeKey(call.at), call]));
			const lineStarts = lineStartsOf(text);
			const root = engines.python({ path, text, lineStarts });
			const names = namesIn(root);
			const limit = functionTimeOf(facts, path)?.seconds ?? null;
			const { connect, read } = within(limit);
			capped ||= read !== usual.read;
			const splices = createSpliceSet();
			const valueFor = (call: HttpCall): string | null => {
				if (call.kind === 'requests' || call.kind === 'session') return `(${connect}, ${read})`;
				if (call.kind !== 'urllib3' && call.kind !== 'aiohttp') return String(read);
				const [module, name] =
					call.kind === 'urllib3' ? ['urllib3', 'Timeout'] : ['aiohttp', 'ClientTimeout'];
				const { code, edit } = importName(text, root, names, module, name);
				if (edit.outcome === 'declined') {
					left.push(`${path}:${call.at.line}: ${edit.reason}`);
					return null;
				}
				splices.add(edit.splices);
				if (call.kind === 'urllib3') return `${code}(connect=${connect}, read=${read})`;
				// Its own five minutes stay for a long body; only silence ends earlier.
				const total = Math.min(300, Math.max(1, Math.floor(limit ?? Infinity) - 2));
				return `${code}(total=${total}, sock_connect=${connect}, sock_read=${read})`;
			};
			for (const node of root.findAll({ rule: { kind: 'call' } })) {
				const key = rangeKey(placeOf(path, lineStarts, node));
				const call = wanted.has(key) ? calls.get(key) : undefined;
				if (!call) continue;
				const reason = reasonToLeave(call, openEnded.test(text));
				if (reason !== null) {
					left.push(`${path}:${call.at.line}: ${reason}`);
					continue;
				}
				const value = valueFor(call);
				if (value === null) continue;
				const given: SgNode | null | undefined = argumentsOf(node).keywords.get('timeout')?.field('value');
				const third =
					call.kind === 'urlopen' || call.kind === 'http.client'
						? argumentsOf(node).positional[2]
						: undefined;
				const old = given ?? third;
				splices.add(old ? [replaceNode(old, value)] : insertKeyword(text, node, `timeout=${value}`));
				kinds.add(call.kind);
				count++;
			}
			const edit = splices.edit(path);
			if (edit) edits.push(edit);
		}
		const [first, ...rest] = edits;
		if (!first) return declined(left[0] ?? 'none of these calls can be given a timeout here');
		const calls = counted(count, 'HTTP call');
		return {
			outcome: 'plan',
			area: 'http',
			summary: `give ${calls} a timeout`,
			changed: [
				`${calls} ${count === 1 ? 'gets' : 'get'} \`timeout\`: ${limitsOf(kinds)}${capped ? ', less where the Lambda function may run no longer' : ''}.`,
				...leftAlone(left),
			],
			atRunTime: 'A call that takes longer raises a timeout error instead of waiting for ever.',
			followUps: ['Check that no call legitimately takes longer, and that callers catch the timeout error'],
			edits: [first, ...rest],
		};
	},
});
