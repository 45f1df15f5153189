import { expect, test } from 'vitest';
import type { Command } from '../../source/session/keys.ts';
import { contextOf } from '../../source/session/context.ts';
import { obstacleOf } from '../../source/session/obstacles.ts';
import { isProblem } from '../../source/session/outline.ts';
import { reduce } from '../../source/session/reduce.ts';
import { rowsOf } from '../../source/session/selection.ts';
import { shownStatus } from '../../source/session/shown-status.ts';
import { startOf } from '../../source/session/state.ts';
import type { Session } from '../../source/session/state.ts';
import type { SessionEvent } from '../../source/session/events.ts';
import { noView } from '../../source/session/view.ts';
import { frameOf } from '../../source/ui/views/frame.ts';
import { fakeGuides } from './fake-guides.ts';
import { fakeReport, judgedUpTo } from './fake-report.ts';
import { fakeTarget } from './fake-workbench.ts';

const press = (key: string): SessionEvent => ({ type: 'pressed', key, view: noView });

const after = (...events: readonly SessionEvent[]): Session =>
	events.reduce<Session>(
		(session, event) => reduce(session, event)[0],
		startOf('orders', { cols: 80, rows: 24 }),
	);

const opened: SessionEvent = { type: 'opened', target: fakeTarget, guides: fakeGuides, commits: [] };
const judged: SessionEvent = { type: 'judged', part: judgedUpTo(fakeReport(), 3) };
const audited: SessionEvent = { type: 'audited', report: fakeReport(), commits: [] };
const stopped: SessionEvent = { type: 'failed', message: 'the audit was stopped', tryThis: '', commits: [] };

test.each([
	[0, 0, 'Listing files'],
	[0, 40, 'Starting the parsers'],
	[40, 40, 'Judging'],
])('a number that stands still says what goes on: %i of %i', (done, of, said) => {
	const session = after(opened, { type: 'progressed', progress: { done, of, path: '' } });
	const { rows } = frameOf(session, { color: false, ascii: false });
	expect(rows.join('\n')).toContain(said);
});

test('nothing can be opened before anything is judged', () => {
	const session = after(opened, press('enter'));
	expect(session.screen.name).toBe('scanning');
	expect(session.notice).toEqual({ kind: 'obstacle', why: 'nothing-judged' });
});

test('what is judged is read while the rest is audited', () => {
	const session = after(opened, judged, press('enter'));
	expect(contextOf(session)).toBe('list');
	expect(rowsOf(session).some(isProblem)).toBe(true);
	expect(session.work.kind).toBe('audit');
});

test('what is not judged is neither a problem nor passed', () => {
	const session = after(opened, judged, press('enter'), press('x'));
	const waiting = rowsOf(session).filter(row => row.kind === 'practice' && row.practice.pending);
	expect(waiting.length).toBeGreaterThan(0);
	expect(waiting.filter(isProblem)).toEqual([]);
	for (const row of waiting)
		if (row.kind === 'practice') expect(shownStatus(row.practice, [])).toBe('pending');
});

test('nothing is fixed before all is judged', () => {
	const commands: readonly Command[] = ['fix', 'batch', 'decide', 'summary'];
	const running = after(opened, judged, press('enter'));
	for (const command of commands) expect(obstacleOf(running, command)).not.toBeNull();
	const ended = reduce(reduce(running, press('esc'))[0], stopped)[0];
	expect(ended.notice).toEqual({ kind: 'stopped' });
	for (const command of commands) expect(obstacleOf(ended, command)).not.toBeNull();
});

test('the end of the audit leaves the selection where it is', () => {
	const before = after(opened, judged, press('enter'), press('n'), press('enter'), press('2'));
	const session = reduce(before, audited)[0];
	expect(session.browse).toEqual(before.browse);
	expect(session).toMatchObject({ isPart: false, screen: { name: 'browse' }, work: { kind: 'none' } });
});

test('a stopped audit keeps what it found out, and begins anew with r', () => {
	const session = after(opened, judged, press('esc'), stopped);
	expect(session).toMatchObject({ isPart: true, screen: { name: 'browse' }, notice: { kind: 'stopped' } });
	const [again, effects] = reduce(session, press('r'));
	expect(again.screen.name).toBe('scanning');
	expect(effects).toEqual([{ type: 'audit' }]);
});

test('an audit that breaks says so, over what it found out', () => {
	const session = after(opened, judged, { ...stopped, message: 'the disk is full' });
	expect(session).toMatchObject({ isPart: true, notice: { kind: 'broke', message: 'the disk is full' } });
});

test('esc leaves the detail before it stops an audit', () => {
	const [session, effects] = reduce(after(opened, judged, press('enter'), press('2')), press('esc'));
	expect(session.browse.pane).toBe('list');
	expect(effects).toEqual([]);
});

test('nobody looked before the end: the first problem is selected', () => {
	const session = after(opened, { type: 'judged', part: judgedUpTo(fakeReport(), 0) }, judged, audited);
	expect(rowsOf(session).find(({ id }) => id === session.browse.at)).toMatchObject({ kind: 'practice' });
	expect(session.browse.at).toBe(after(opened, audited).browse.at);
});

test('nothing is opened where all waits', () => {
	const session = after(opened, { type: 'judged', part: judgedUpTo(fakeReport(), 0) }, press('enter'));
	expect(session.screen.name).toBe('scanning');
});
