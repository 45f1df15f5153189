import type { Effect, SessionEvent } from '../../source/session/events.ts';
import type { Workbench } from '../../source/session/ports.ts';
import { startOf } from '../../source/session/state.ts';
import type { Session, Size } from '../../source/session/state.ts';
import { createRunner } from '../../source/ui/runner.ts';
import { createStore } from '../../source/ui/store.ts';
import type { Theme } from '../../source/ui/theme.ts';
import type { Frame } from '../../source/ui/views/frame.ts';

export interface Driver {
	readonly session: () => Session;
	readonly frame: () => Frame;
	/** Effects so far, in order. */
	readonly effects: readonly Effect[];
	dispatch(event: SessionEvent): void;
	/** Presses keys one after the other, each after everything the one before set off. */
	press(...keys: readonly string[]): Promise<void>;
	/** Waits until nothing is under way; open dialogs are armed then. */
	settle(): Promise<void>;
}

/** A session on a workbench without a terminal, as the screen runs it but for its clock. */
export const drive = async (
	bench: Workbench,
	size: Size = { cols: 80, rows: 24 },
	theme: Theme = { color: false, ascii: false },
): Promise<Driver> => {
	const effects: Effect[] = [];
	const perform = (effect: Effect) => {
		effects.push(effect);
		if (effect.type !== 'arm') run(effect);
	};
	const store = createStore(startOf(bench.target.name, size, '2026-11-22'), theme, perform);
	const run = createRunner(bench, {
		dispatch: store.dispatch,
		flushKeys() {},
		repaint() {},
		suspend: () => Promise.resolve(),
		mouse() {},
		edit: () => Promise.resolve(),
		savePlan: () => Promise.resolve('plan.toml'),
		saveReport: () => Promise.resolve('report.html'),
		leave() {},
	});
	const isIdle = () => {
		const { work, awaited, leaving } = store.session();
		return leaving.name === 'gone' || (work.kind === 'none' && awaited === null);
	};
	const settle = async () => {
		do await new Promise(resolve => setImmediate(resolve));
		while (!isIdle());
		store.dispatch({ type: 'armed' });
	};
	const { target, guides } = bench;
	store.dispatch({ type: 'opened', target, guides, commits: bench.commits() });
	await settle();
	return {
		session: store.session,
		frame: store.frame,
		effects,
		dispatch: store.dispatch,
		settle,
		async press(...keys) {
			for (const key of keys) {
				const { reach, stops, files } = store.frame();
				store.dispatch({ type: 'pressed', key, view: { reach, stops, files } });
				await settle();
			}
		},
	};
};
