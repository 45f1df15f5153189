import { describe, expect, test } from 'vitest';
import { Bug, ToolError, UserError } from '../../source/core/errors.ts';
import type { Report } from '../../source/core/report.ts';
import type { FromBench, Opening, ToBench } from '../../source/remote/messages.ts';
import { openRemoteWorkbench } from '../../source/remote/remote-workbench.ts';
import type { BenchLine } from '../../source/remote/remote-workbench.ts';
import { serveWorkbench } from '../../source/remote/serve-workbench.ts';
import { sizeOf, sliceSize } from '../../source/remote/slices.ts';
import type { FixTarget, Trial, Workbench } from '../../source/session/ports.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';
import type { FakeOptions } from '../session/fake-workbench.ts';

const opening: Opening = { path: '.', env: {}, jobs: null, cache: true, now: new Date('2026-11-22') };
const fix: FixTarget = { fixer: 'http-timeouts', check: 'http-timeouts/timeout', project: '.' };

/** Two ends in one process; what goes over is copied as between processes, in a later turn, and noted. */
const connect = (open: (opening: Opening) => Promise<Workbench>) => {
	const sent: FromBench[] = [];
	let toUs: (message: FromBench) => void = () => {};
	let toBench: (message: ToBench) => void = () => {};
	let tellGone: (error: Error) => void = () => {};
	const gone = new Promise<Error>(resolve => {
		tellGone = resolve;
	});
	const served = serveWorkbench(
		{
			send(message) {
				sent.push(message);
				const copy = structuredClone(message);
				setImmediate(() => toUs(copy));
			},
			listen(onMessage) {
				toBench = onMessage;
			},
		},
		open,
	);
	const line: BenchLine = {
		send(message) {
			const copy = structuredClone(message);
			setImmediate(() => toBench(copy));
		},
		listen(onMessage) {
			toUs = onMessage;
		},
		gone,
		async end() {
			await served.close();
			tellGone(new Error('ended'));
		},
	};
	return { line, sent, die: (error: Error) => tellGone(error) };
};

const openFake = async (
	options: FakeOptions = {},
	change: (bench: Workbench) => Workbench = bench => bench,
) => {
	const fake = createFakeWorkbench(options);
	const connected = connect(async () => change(fake));
	return { ...connected, fake, bench: await openRemoteWorkbench(connected.line, opening) };
};

/** The first fix of the fake's report. */
const somewhere = (report: Report): FixTarget =>
	report.sections
		.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
		.flatMap(({ id, project, findings }) =>
			findings.flatMap(finding => (finding.fix ? [{ fixer: finding.fix.fixer, check: id, project }] : [])),
		)
		.at(0) ?? fix;

const quiet = (): void => {};

describe('a workbench in another process', () => {
	test('reads the history only where that is asked for', async () => {
		const asked: (boolean | undefined)[] = [];
		const { bench } = await openFake({}, fake => ({
			...fake,
			audit(onProgress, signal, onPart, withHistory) {
				asked.push(withHistory);
				return fake.audit(onProgress, signal, onPart);
			},
		}));
		await bench.audit(quiet);
		await bench.audit(quiet, undefined, undefined, true);
		expect(asked).toEqual([false, true]);
	});

	test('says what the workbench says', async () => {
		const { bench } = await openFake();
		const twin = createFakeWorkbench();
		expect(bench.target).toEqual(twin.target);
		expect(bench.guides).toEqual(twin.guides);
		const report = await bench.audit(quiet);
		expect(report).toEqual(await twin.audit(quiet));
		const target = somewhere(report);
		expect(await bench.questions(target)).toEqual(await twin.questions(target));
		const proposal = await bench.propose(target, {});
		expect(proposal).toEqual(await twin.propose(target, {}));
		if (proposal.outcome !== 'ready') throw new Error('nothing is proposed');
		expect(await bench.commit(proposal.id, 'mine')).toEqual(await twin.commit(proposal.id, 'mine'));
		expect(bench.commits()).toEqual(twin.commits());
		expect(bench.commits()).toMatchObject([{ subject: 'mine' }]);
		const [{ commit } = { commit: '' }] = bench.commits();
		expect(await bench.show(commit)).toEqual(await twin.show(commit));
		expect(await bench.dependants(commit)).toEqual(await twin.dependants(commit));
		expect(await bench.undo()).toEqual(await twin.undo());
		expect(bench.commits()).toEqual([]);
		expect(await bench.redo()).toEqual(await twin.redo());
		expect(await bench.drop([commit])).toEqual(await twin.drop([commit]));
		expect(await bench.undo()).toBeNull();
		expect(await bench.redo(commit)).toEqual(await twin.redo(commit));
		expect(await bench.takeBack(1)).toEqual(await twin.takeBack(1));
		const decision = {
			kind: 'waiver',
			scope: { of: 'check', check: target.check },
			reason: 'It is accepted for now',
		} as const;
		expect(await bench.draft(decision)).toEqual(await twin.draft(decision));
		expect(await bench.record(decision)).toEqual(await twin.record(decision));
		expect(await bench.excerpt('src/a.py', 3, 2)).toEqual(await twin.excerpt('src/a.py', 3, 2));
		expect(await bench.excerpt('template.yaml', 3, 2)).toBeNull();
		expect(await bench.trials()).toEqual(await twin.trials());
		const started: Trial[] = [];
		expect(await bench.tryOut(trial => started.push(trial))).toEqual(await twin.tryOut(quiet));
		expect(started).toEqual(await twin.trials());
	});

	test('ends the run that is stopped', async () => {
		const { bench } = await openFake({ delay: 20 });
		const controller = new AbortController();
		const run = bench.tryOut(() => {
			controller.abort();
		}, controller.signal);
		await expect(run).rejects.toThrow('the run was stopped');
		// The next one is not stopped by it.
		expect(await bench.tryOut(quiet)).toHaveLength(2);
	});

	test('sends a large report in slices, and none before the last one was taken', async () => {
		const { fake, line } = await openFake();
		let slices = 0;
		let ahead = 0;
		let turns = 0;
		let isOver = false;
		const counting: BenchLine = {
			...line,
			listen(onMessage) {
				line.listen(message => {
					if (message.kind === 'slice') {
						slices += 1;
						ahead += 1;
						expect(ahead).toBe(1);
						expect(message.slice.reduce((sum, piece) => sum + sizeOf(piece), 0)).toBeLessThanOrEqual(
							sliceSize,
						);
					}
					onMessage(message);
				});
			},
			send(message) {
				if (message.kind === 'more') ahead -= 1;
				line.send(message);
			},
		};
		const count = () => {
			turns += 1;
			if (!isOver) setImmediate(count);
		};
		const bench = await openRemoteWorkbench(counting, opening);
		const many = createFakeWorkbench({ extra: 10_000 });
		fake.audit = many.audit;
		setImmediate(count);
		const report = await bench.audit(quiet);
		isOver = true;
		expect(report).toEqual(await many.audit(quiet));
		expect(slices).toBeGreaterThanOrEqual(10_000 / sliceSize);
		// A turn in which a key is read lies behind each.
		expect(turns).toBeGreaterThan(slices);
	});

	test('tells what is judged before the end, in order, and not every step', async () => {
		const { bench, sent } = await openFake({ steps: 6 });
		const parts: Report[] = [];
		const twin: Report[] = [];
		const steps: number[] = [];
		await bench.audit(
			({ done }) => steps.push(done),
			undefined,
			part => parts.push(part),
		);
		await createFakeWorkbench({ steps: 6 }).audit(quiet, undefined, part => twin.push(part));
		expect(parts).toEqual(twin);
		expect(steps.at(-1)).toBe(412);
		expect(sent.filter(({ kind }) => kind === 'progress').length).toBeLessThan(6);
	});

	test.each(['before it starts', 'under way'])('stops an audit %s', async when => {
		const { bench } = await openFake({ steps: 1000 });
		const controller = new AbortController();
		if (when === 'before it starts') controller.abort();
		const stopped = bench.audit(() => controller.abort(), controller.signal);
		await expect(stopped).rejects.toThrow(UserError);
		await expect(stopped).rejects.toMatchObject({
			message: 'the audit was stopped',
			tryThis: 'Press r to audit again.',
		});
	});

	test.each([
		new UserError('the branch moved', { tryThis: 'Audit again.' }),
		new ToolError('git failed', { command: 'git push', output: 'no' }),
		new Bug('cannot be'),
		new TypeError('x is not a function'),
	])('throws %s as it was', async thrown => {
		const { bench } = await openFake({}, inner => ({ ...inner, undo: () => Promise.reject(thrown) }));
		const failed: unknown = await bench.undo().catch((error: unknown) => error);
		expect(failed).toMatchObject({ message: thrown.message, stack: thrown.stack });
		for (const kind of [UserError, ToolError, Bug])
			expect(failed instanceof kind).toBe(thrown instanceof kind);
		if (thrown instanceof UserError) expect(failed).toMatchObject({ tryThis: thrown.tryThis });
		if (thrown instanceof ToolError) expect(failed).toMatchObject({ command: thrown.command, output: 'no' });
	});

	test('knows the commits behind a call that failed after it moved the branch', async () => {
		const { bench } = await openFake({}, inner => ({
			...inner,
			async undo() {
				await inner.undo();
				throw new UserError('The audit that followed failed');
			},
		}));
		const proposal = await bench.propose(somewhere(await bench.audit(quiet)), {});
		if (proposal.outcome !== 'ready') throw new Error('nothing is proposed');
		await bench.commit(proposal.id);
		expect(bench.commits()).toHaveLength(1);
		await expect(bench.undo()).rejects.toThrow('The audit');
		expect(bench.commits()).toEqual([]);
	});

	test('that ends by itself answers nothing any more, and says why', async () => {
		const { bench, die } = await openFake({ steps: 1000 });
		const audit = bench.audit(quiet);
		die(new UserError('the engine ended'));
		await expect(audit).rejects.toThrow('the engine ended');
		await expect(bench.undo()).rejects.toThrow('the engine ended');
	});

	/** A workbench whose process is started again, each time on the same repository. */
	const openLasting = async (options: (start: number) => FakeOptions = () => ({})) => {
		const openings: Opening[] = [];
		const lines: ReturnType<typeof connect>[] = [];
		const start = () => {
			const connected = connect(async asked => {
				openings.push(asked);
				return createFakeWorkbench(options(openings.length));
			});
			lines.push(connected);
			return connected.line;
		};
		const bench = await openRemoteWorkbench(start(), opening, start);
		const die = () => lines.at(-1)?.die(new UserError('the engine ended', { tryThis: 'Go on.' }));
		const dieIdle = async () => {
			die();
			await new Promise(resolve => setImmediate(resolve));
		};
		return { bench, die, dieIdle, openings };
	};

	test('that ends by itself fails what is under way, and is there again for the next call', async () => {
		const { bench, die, openings } = await openLasting();
		const audit = bench.audit(quiet);
		die();
		await expect(audit).rejects.toThrow('the engine ended');
		expect(openings).toHaveLength(1);
		expect(await bench.audit(quiet)).toEqual(await createFakeWorkbench().audit(quiet));
		// Its branch is asked for by name, so that what was committed on it goes on.
		expect(openings).toEqual([opening, { ...opening, branch: 'bp-audit/2026-11-22' }]);
	});

	test('that ends between two calls is not missed', async () => {
		const { bench, dieIdle } = await openLasting();
		await dieIdle();
		expect(await bench.audit(quiet)).toEqual(await createFakeWorkbench().audit(quiet));
	});

	test('that cannot stay up is left alone after some tries', async () => {
		const { bench, die, openings } = await openLasting(() => ({ steps: 1000 }));
		for (let round = 0; round < 4; round++)
			await expect(bench.audit(die)).rejects.toThrow('the engine ended');
		expect(openings).toHaveLength(4);
		await expect(bench.audit(quiet)).rejects.toMatchObject({
			message: 'the engine ended',
			tryThis: expect.stringContaining('quit'),
		});
		expect(openings).toHaveLength(4);
	});

	test('that would go on with another commit does not', async () => {
		const { bench, dieIdle } = await openLasting(start => (start === 1 ? {} : { target: { commit: 'abc' } }));
		await dieIdle();
		await expect(bench.audit(quiet)).rejects.toThrow('another commit is checked out now');
	});

	test('that was closed is not started again', async () => {
		const { bench, openings } = await openLasting();
		await bench.close();
		await expect(bench.audit(quiet)).rejects.toThrow('ended');
		expect(openings).toHaveLength(1);
	});

	test('that cannot be opened is ended', async () => {
		const { line } = connect(() => Promise.reject(new UserError('there is no such folder')));
		await expect(openRemoteWorkbench(line, opening)).rejects.toThrow('there is no such folder');
		expect(await line.gone).toMatchObject({ message: 'ended' });
	});

	test('is closed with its process', async () => {
		const { bench, fake } = await openFake();
		await bench.close();
		expect(fake.closed()).toBe(true);
	});
});
