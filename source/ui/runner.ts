import { messageOf, UserError } from '../core/errors.ts';
import type { PlanStep } from '../core/plan-file.ts';
import type { Report } from '../core/report.ts';
import type { Effect, SessionEvent } from '../session/events.ts';
import type { Trial, Workbench } from '../session/ports.ts';
import { excerptKey } from '../session/state.ts';

/** What the effects reach besides the workbench. */
export interface Surroundings {
	readonly dispatch: (event: SessionEvent) => void;
	/** Drops keys that were typed and not read yet. */
	readonly flushKeys: () => void;
	readonly repaint: () => void;
	readonly suspend: () => Promise<void>;
	/** Has the terminal report the mouse, or not. */
	readonly mouse: (isOn: boolean) => void;
	/** Opens a file of the user's in their editor and waits for it; throws what is wrong with that. */
	readonly edit: (path: string, line: number | null) => Promise<void>;
	/** Writes a plan to a new file and gives its name; throws where that cannot be. */
	readonly savePlan: (steps: readonly PlanStep[]) => Promise<string>;
	/** Writes a report to a new file and gives its name; throws where that cannot be. */
	readonly saveReport: (report: Report) => Promise<string>;
	readonly leave: (exitCode: number) => void;
}

/** How long a dialog is on screen before a yes counts, and between two steps of a progress bar. Milliseconds. */
const armDelay = 250;
const progressInterval = 100;

/** Carries effects out. The workbench is asked one thing at a time, in order. */
export const createRunner = (bench: Workbench, around: Surroundings) => {
	const { dispatch } = around;
	let last = Promise.resolve();

	// What failed may have moved the branch before.
	const failure = (thrown: unknown): SessionEvent => ({
		type: 'failed',
		message: messageOf(thrown),
		tryThis: thrown instanceof UserError ? thrown.tryThis : '',
		commits: bench.commits(),
	});

	/** What the call brings becomes an event; what it throws becomes `otherwise`. */
	const ask = (call: () => Promise<SessionEvent>, otherwise: (thrown: unknown) => SessionEvent = failure) => {
		const before = last;
		const answer = async () => {
			await before;
			dispatch(await call().catch(otherwise));
		};
		last = answer();
	};

	let stopping: AbortController | null = null;
	const audit = async (signal: AbortSignal, withHistory: boolean): Promise<SessionEvent> => {
		let shownAt = 0;
		const report = await bench.audit(
			progress => {
				const now = performance.now();
				if (now - shownAt < progressInterval && progress.done < progress.of) return;
				shownAt = now;
				dispatch({ type: 'progressed', progress });
			},
			signal,
			part => {
				dispatch({ type: 'judged', part });
			},
			withHistory,
		);
		return { type: 'audited', report, commits: bench.commits() };
	};

	return (effect: Effect): void => {
		switch (effect.type) {
			case 'audit': {
				// Made now: it may be stopped before its turn comes.
				const controller = new AbortController();
				stopping = controller;
				ask(() => audit(controller.signal, effect.withHistory === true));
				return;
			}
			case 'stop-audit':
			case 'stop-trials':
				stopping?.abort();
				return;
			case 'ask':
				ask(async () => ({
					type: 'asked',
					target: effect.target,
					questions: await bench.questions(effect.target),
				}));
				return;
			case 'propose':
				ask(async () => ({ type: 'proposed', proposal: await bench.propose(effect.target, effect.answers) }));
				return;
			case 'commit':
				ask(async () => ({
					type: 'committed',
					...(await bench.commit(effect.proposal, effect.subject)),
					commits: bench.commits(),
				}));
				return;
			case 'undo':
				ask(async () => {
					const turned = await bench.undo();
					return { type: 'undone', changed: turned && { ...turned, commits: bench.commits() } };
				});
				return;
			case 'redo':
				ask(async () => {
					const turned = await (effect.commit === null ? bench.redo() : bench.redo(effect.commit));
					const changed = turned && { ...turned, commits: bench.commits() };
					return { type: 'redone', asked: effect.commit, changed };
				});
				return;
			case 'trace':
				ask(async () => ({
					type: 'traced',
					commit: effect.commit,
					dependants: await bench.dependants(effect.commit.commit),
				}));
				return;
			case 'drop':
				ask(async () => ({
					type: 'dropped',
					...(await bench.drop(effect.commits)),
					commits: bench.commits(),
				}));
				return;
			case 'discard':
				ask(async () => ({
					type: 'dropped',
					dropped: await bench.takeBack(effect.count),
					report: await bench.audit(() => {}),
					commits: bench.commits(),
				}));
				return;
			case 'draft':
				ask(async () => ({ type: 'drafted', draft: await bench.draft(effect.decision) }));
				return;
			case 'record':
				ask(async () => ({
					type: 'committed',
					...(await bench.record(effect.decision)),
					commits: bench.commits(),
				}));
				return;
			case 'show':
				ask(
					async () => ({ type: 'shown', commit: effect.commit, diff: await bench.show(effect.commit) }),
					// Shown as empty; what went wrong with the repository shows at the next step.
					() => ({ type: 'shown', commit: effect.commit, diff: '' }),
				);
				return;
			case 'excerpt': {
				const key = excerptKey(effect.path, effect.line);
				ask(
					async () => ({
						type: 'excerpted',
						key,
						excerpt: await bench.excerpt(effect.path, effect.line, effect.around),
					}),
					// A file that cannot be shown is no reason to disturb anybody.
					() => ({ type: 'excerpted', key, excerpt: null }),
				);
				return;
			}
			case 'arm':
				around.flushKeys();
				setTimeout(() => {
					dispatch({ type: 'armed' });
				}, armDelay);
				return;
			case 'edit': {
				const { path, line } = effect;
				const open = async () => {
					const problem = await around.edit(path, line).then(
						() => null,
						(thrown: unknown) => messageOf(thrown),
					);
					dispatch({ type: 'edited', path, problem });
				};
				void open();
				return;
			}
			case 'save-plan': {
				const { steps } = effect;
				const save = async () => {
					const event = await around.savePlan(steps).then(
						(path): SessionEvent => ({ type: 'plan-saved', path, steps: steps.length, problem: null }),
						(thrown: unknown): SessionEvent => ({
							type: 'plan-saved',
							path: '',
							steps: 0,
							problem: messageOf(thrown),
						}),
					);
					dispatch(event);
				};
				void save();
				return;
			}
			case 'list-trials':
				ask(async () => ({ type: 'trials-listed', trials: await bench.trials() }));
				return;
			case 'try-out': {
				const controller = new AbortController();
				stopping = controller;
				const onStart = (trial: Trial) => {
					dispatch({ type: 'trial-started', trial });
				};
				ask(async () => ({ type: 'tried-out', ran: await bench.tryOut(onStart, controller.signal) }));
				return;
			}
			case 'save-report': {
				const { report } = effect;
				const save = async () => {
					const event = await around.saveReport(report).then(
						(path): SessionEvent => ({ type: 'report-saved', path, problem: null }),
						(thrown: unknown): SessionEvent => ({
							type: 'report-saved',
							path: '',
							problem: messageOf(thrown),
						}),
					);
					dispatch(event);
				};
				void save();
				return;
			}
			case 'mouse':
				around.mouse(effect.isOn);
				return;
			case 'suspend':
				void around.suspend();
				return;
			case 'repaint':
				around.repaint();
				return;
			case 'leave':
				around.leave(effect.exitCode);
				return;
		}
	};
};
