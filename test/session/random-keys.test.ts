import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Effect, SessionEvent } from '../../source/session/events.ts';
import { contextOf } from '../../source/session/context.ts';
import { footers } from '../../source/session/footers.ts';
import { rowsOf, selectedPractice } from '../../source/session/selection.ts';
import { spotsOf } from '../../source/session/spots.ts';
import { startOf } from '../../source/session/state.ts';
import type { Session } from '../../source/session/state.ts';
import { createRunner } from '../../source/ui/runner.ts';
import { createStore } from '../../source/ui/store.ts';
import { widthOf } from '../../source/ui/width.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

const keys = (
	'f F B w u U n N [ ] j k g G h l x r L P s ? y / e a 1 2 3 4 5 J K q a up down left right enter esc tab shift-tab ' +
	'space page-down page-up home end backspace ctrl-u ctrl-l ctrl-z'
)
	.split(' ')
	.map(key => (key === 'space' ? ' ' : key));

type Move =
	| { readonly kind: 'key'; readonly key: string }
	| { readonly kind: 'size'; readonly cols: number; readonly rows: number }
	| { readonly kind: 'event'; readonly event: SessionEvent }
	| { readonly kind: 'wait' };

const moves: fc.Arbitrary<Move> = fc.oneof(
	{ weight: 12, arbitrary: fc.constantFrom(...keys).map((key): Move => ({ kind: 'key', key })) },
	{ weight: 3, arbitrary: fc.constant<Move>({ kind: 'wait' }) },
	{
		weight: 1,
		arbitrary: fc
			.record({ cols: fc.integer({ min: 20, max: 200 }), rows: fc.integer({ min: 5, max: 60 }) })
			.map((size): Move => ({ kind: 'size', ...size })),
	},
	{
		weight: 2,
		arbitrary: fc.oneof(
			fc.nat(6).map((index): Move => ({ kind: 'event', event: { type: 'chosen', index } })),
			fc.nat(6).map((index): Move => ({ kind: 'event', event: { type: 'highlighted', index } })),
			fc.constant<Move>({ kind: 'event', event: { type: 'armed' } }),
			fc.string().map((text): Move => ({ kind: 'event', event: { type: 'pasted', text } })),
		),
	},
);

const changes: ReadonlySet<Effect['type']> = new Set([
	'audit',
	'ask',
	'propose',
	'commit',
	'undo',
	'redo',
	'trace',
	'drop',
	'discard',
	'draft',
	'record',
]);

const check = (session: Session, rows: readonly string[]) => {
	const { size, report, browse } = session;
	expect(rows).toHaveLength(size.rows);
	for (const row of rows) expect(widthOf(stripVTControlCharacters(row))).toBe(size.cols);
	expect(footers[contextOf(session)].length).toBeGreaterThan(0);
	if (!report) return;
	const listed = rowsOf(session);
	expect(listed.length === 0 || listed.some(({ id }) => id === browse.at)).toBe(true);
	const practice = selectedPractice(session);
	if (practice) expect(browse.place).toBeLessThan(Math.max(1, spotsOf(practice).length));
};

test('whatever is pressed, the session stays whole', { timeout: 60_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(moves, { maxLength: 60 }), async sequence => {
			const bench = createFakeWorkbench({ declines: ['ruff-rules'], breaks: ['mypy-strict'] });
			let left = 0;
			let underWay = 0;
			const proposals = new Set<string>();
			const store = createStore(
				startOf('orders', { cols: 80, rows: 24 }),
				{ color: false, ascii: false },
				effect => {
					if (effect.type === 'leave') left += 1;
					if (changes.has(effect.type)) {
						underWay += 1;
						// Nothing is asked for while something else is still under way.
						expect(store.session().work.kind).not.toBe('none');
					}
					if (effect.type === 'commit') {
						expect(proposals.has(effect.proposal)).toBe(false);
						proposals.add(effect.proposal);
					}
					run(effect);
				},
			);
			const dispatch = (event: SessionEvent) => {
				if (event.type !== 'pressed' && changes.has(workOf(event))) underWay -= 1;
				expect(underWay).toBeLessThanOrEqual(1);
				store.dispatch(event);
				check(store.session(), store.frame().rows);
			};
			const run = createRunner(bench, {
				dispatch,
				flushKeys() {},
				repaint() {},
				suspend: () => Promise.resolve(),
				edit: () => Promise.resolve(),
				mouse() {},
				savePlan: () => Promise.resolve('plan.toml'),
				saveReport: () => Promise.resolve('report.html'),
				leave() {},
			});
			const press = (key: string) => {
				const { reach, stops, files } = store.frame();
				dispatch({ type: 'pressed', key, view: { reach, stops, files } });
			};
			const wait = async () => {
				for (let turn = 0; turn < 40; turn += 1) await new Promise(resolve => setImmediate(resolve));
			};
			dispatch({ type: 'opened', target: bench.target, guides: bench.guides, commits: [] });
			await wait();
			for (const move of sequence) {
				if (move.kind === 'key') press(move.key);
				else if (move.kind === 'size')
					dispatch({ type: 'resized', size: { cols: move.cols, rows: move.rows } });
				else if (move.kind === 'event') dispatch(move.event);
				else await new Promise(resolve => setImmediate(resolve));
			}
			dispatch({ type: 'resized', size: { cols: 80, rows: 24 } });
			press('esc');
			await wait();
			const isGone = store.session().leaving.name === 'gone';
			for (let count = 0; count < 8; count += 1) press('esc');
			await wait();
			if (!isGone && store.session().leaving.name !== 'gone') {
				expect(store.session().screen.name).toBe('browse');
				expect(store.session().help).toBeNull();
				press('ctrl-c');
			}
			press('ctrl-c');
			press('q');
			expect(left).toBe(1);
		}),
		{ numRuns: 40 },
	);
});

/** Which effect an event answers. */
const answers: Partial<Record<SessionEvent['type'], Effect['type']>> = {
	audited: 'audit',
	asked: 'ask',
	proposed: 'propose',
	committed: 'commit',
	undone: 'undo',
	redone: 'redo',
	traced: 'trace',
	dropped: 'drop',
	drafted: 'draft',
	failed: 'commit',
};

const workOf = ({ type }: SessionEvent): Effect['type'] => answers[type] ?? 'leave';
