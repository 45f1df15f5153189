import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFakeSession } from './bundle-fake-session.ts';
import { openTerminal } from './terminal.ts';
import type { TerminalOptions, TestTerminal } from './terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bp-audit-session-'));
const program = join(folder, 'session.mjs');
const open = (
	env: Readonly<Record<string, string>> = {},
	size: Pick<TerminalOptions, 'cols' | 'rows'> = {},
) => openTerminal(process.execPath, [program], { cwd: folder, env, ...size });

beforeAll(() => bundleFakeSession(root, program));

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** The terminal is as it was before: its own screen, its cursor, its modes; and its history was never wiped. */
const expectRestored = ({ term, raw }: TestTerminal) => {
	const last = (code: string) => raw().lastIndexOf(`\u001B[?${code}`);
	expect(term.buffer.active.type).toBe('normal');
	expect(last('25h')).toBeGreaterThan(last('25l'));
	expect(last('7h')).toBeGreaterThan(last('7l'));
	expect(last('2004l')).toBeGreaterThan(last('2004h'));
	expect(raw()).not.toContain('\u001B[3J');
	expect(raw()).not.toContain('PWNED\u0007');
};

describe('the guided session in a terminal', () => {
	test('moves, opens, previews, commits, undoes, batches, sums up, and quits', async () => {
		await using terminal = open({ FAKE_STEPS: '6' });
		await terminal.waitFor(/auditing \d+ %|▸✗ 0\.1/);
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('N', 'N');
		await terminal.waitFor('▸✗ 6.1');
		terminal.press('enter', '2', 'down', 'j');
		await terminal.waitFor('3 of 7');
		await terminal.waitFor('▸         requests.get(url)');
		terminal.press('f');
		await terminal.waitFor('y commit');
		expect(terminal.screen()).toContain('+         r = requests.get(url, timeout=(3.05, 10))');
		terminal.press('y');
		await terminal.waitFor('Committed');
		expect(terminal.screen()).toContain('● 1 fixed');
		terminal.press('u');
		await terminal.waitFor('Undone');
		terminal.press('B');
		await terminal.waitFor('y commit them all');
		terminal.press('y');
		await terminal.waitFor('enter back');
		expect(terminal.screen()).toContain('5 of 5');
		terminal.press('enter', 'q');
		await terminal.waitFor('git switch bp-audit/2026-11-22');
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
		expectRestored(terminal);
		expect(terminal.screen()).toContain('5 commits on bp-audit/2026-11-22');
		expect(terminal.screen()).toContain('git log --oneline main..bp-audit/2026-11-22');
	});

	test('a safe fix takes one key, and a menu chooses between several', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('f');
		await terminal.waitFor('Committed');
		terminal.press('N');
		await terminal.waitFor('▸✗ 8.2');
		terminal.press('f');
		await terminal.waitFor('Which fix?');
		terminal.press('down', 'down');
		await terminal.waitFor('▸ tools: Read YAML with the safe loader');
		terminal.press('enter');
		await terminal.waitFor('● 2 fixed');
	});

	test('a guided fix asks its questions', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('n', 'n', 'n', 'n', 'n', 'f');
		await terminal.waitFor('Which key encrypts the bucket?');
		terminal.press('j', 'enter');
		await terminal.waitFor('How long are old versions kept?');
		terminal.press('backspace', 'backspace', '90', 'enter');
		await terminal.waitFor('Who owns the bucket?');
		terminal.press('enter');
		await terminal.waitFor('Is any object public?');
		expect(terminal.screen()).toContain('▸ No');
		terminal.press('enter');
		await terminal.waitFor('key=kms days=90 owner=team-orders public=no');
	});

	test('the editor gets the terminal at the line, and the session takes it back', async () => {
		const editor = join(folder, 'editor.sh');
		writeFileSync(editor, '#!/bin/sh\necho "editing $*"\nread answer\n', { mode: 0o755 });
		await using terminal = open({ EDITOR: `${editor} --flag` });
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('e');
		await terminal.waitFor('editing --flag /nonexistent/pyproject.toml');
		expect(terminal.term.buffer.active.type).toBe('normal');
		terminal.press('nnn', 'enter');
		await terminal.waitFor('Back from pyproject.toml');
		terminal.press('n');
		await terminal.waitFor('▸! 1.2');
	});

	test('the filter, the marks and the batch of what is marked', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('/', 'sec:2 is:fixable');
		await terminal.waitFor('/sec:2 is:fixable');
		terminal.press('enter', 'a');
		await terminal.waitFor('■ 2 marked');
		// A key right behind Escape would be read as Alt with it.
		terminal.press('esc');
		await terminal.waitFor('✗ 0.1');
		terminal.press('B');
		await terminal.waitFor('(●) marked');
		await terminal.waitFor('y go through them');
		terminal.press('y');
		await terminal.waitFor('y commit  esc cancel');
		terminal.press('n');
		await terminal.waitFor('2 commits, 1 left out');
	});

	test('a finding is left out of a fix, and its message written anew', async () => {
		await using terminal = open({}, { cols: 120, rows: 40 });
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('N', 'N', 'f');
		await terminal.waitFor('y commit');
		terminal.press('tab', 'down', 'space');
		await terminal.waitFor('6 of 7 findings');
		terminal.press('e', '\u0015', 'fix: give up in time', 'enter');
		await terminal.waitFor('as you wrote it');
		terminal.press('y');
		await terminal.waitFor('fix: give up in time');
		await terminal.waitFor('6.1 has 1 finding left');
	});

	test('a finding is waived step by step, and the waiver is a commit of its own', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('w');
		await terminal.waitFor('What is accepted as it is?');
		terminal.press('down', 'enter');
		await terminal.waitFor('▸ Not applicable here');
		terminal.press('enter');
		await terminal.waitFor('In a sentence');
		terminal.press('the image pins them', 'enter');
		await terminal.waitFor('Who stands for it?');
		terminal.press('enter');
		await terminal.waitFor('2027-05-22');
		terminal.press('enter');
		await terminal.waitFor('reason = "Not applicable here: the image pins them"');
		await terminal.waitFor('y write it down');
		terminal.press('y');
		await terminal.waitFor('Recorded');
		terminal.press('q');
		await terminal.waitFor('1 commit on bp-audit/2026-11-22');
	});

	test('results are read while the audit runs', async () => {
		await using terminal = open({ FAKE_STEPS: '5000' });
		await terminal.waitFor('enter results so far');
		terminal.press('enter', '2');
		await terminal.waitFor('found boto3>=1.34');
		terminal.press('f');
		await terminal.waitFor('One thing at a time');
		terminal.press('h');
		await terminal.waitFor('enter open');
		terminal.press('x', 'G');
		await terminal.waitFor('Not judged yet');
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
		expectRestored(terminal);
	});

	test('esc stops the audit, and r starts it again', async () => {
		await using terminal = open({ FAKE_STEPS: '5000' });
		await terminal.waitFor('waiting');
		terminal.press('esc');
		await terminal.waitFor('The audit was stopped');
		terminal.press('r');
		await terminal.waitFor(/esc stop/);
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
		expectRestored(terminal);
	});

	test('a burst of keys loses none, a paste presses none', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('jjjjjjjk');
		await terminal.waitFor('▸3 Logging');
		terminal.press('\u001B[200~q\nfy\n\u001B[201~');
		await terminal.waitFor('Pasted text was dropped');
		expect(terminal.screen()).toContain('▸3 Logging');
	});

	test('an interrupt in the same breath as the editor key leaves the terminal as it was', async () => {
		const editor = join(folder, 'slow-editor.sh');
		writeFileSync(editor, '#!/bin/sh\nsleep 0.2\n', { mode: 0o755 });
		await using terminal = open({ EDITOR: editor, FAKE_CLOSE: '800' });
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('e\u0003');
		expect(await terminal.ended()).toBe(130);
		expectRestored(terminal);
	});

	test('five hundred random keys, pastes, torn sequences and sizes leave it whole', async () => {
		await using terminal = open({ FAKE_DECLINES: 'ruff-rules', EDITOR: 'true' });
		await terminal.waitFor('▸✗ 0.1');
		const chaos = [
			'f F B u U n N [ ] j k g G h l x r L s i / w e a ? y 1 2 3 4 5 J K b'.split(' '),
			[
				'up',
				'down',
				'left',
				'right',
				'enter',
				'esc',
				'tab',
				'shift-tab',
				'page-down',
				'end',
				'backspace',
				'space',
			],
			['\u001B[200~q\nfy\n\u001B[201~', '\u001B', '[A', '\u001B[', '\u001B]11;rgb:ffff\u0007', '中⚠️'],
		].flat();
		// A fixed seed: what fails once fails again.
		let seed = 20_261_123;
		const random = (below: number): number => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return Math.floor((seed / 2_147_483_648) * below);
		};
		for (let count = 0; count < 500; count += 1) {
			if (count % 50 === 49) terminal.resize(30 + random(150), 6 + random(50));
			terminal.press(chaos[random(chaos.length)] ?? 'j');
		}
		terminal.resize(80, 24);
		await terminal.waitFor(() => terminal.term.cols === 80);
		terminal.press('\u0003', '\u0003');
		// Some keys lead to the summary, whose menu quits.
		expect([0, 130]).toContain(await terminal.ended());
		expectRestored(terminal);
	});

	test('ten thousand findings are moved through as fast as keys come', async () => {
		await using terminal = open({ FAKE_EXTRA: '10000' });
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('N', 'N', '2');
		await terminal.waitFor('1 of 10000');
		const written = terminal.raw().length;
		terminal.press('j'.repeat(300));
		await terminal.waitFor('301 of 10000');
		// A frame for each key would be half a megabyte.
		expect(terminal.raw().length - written).toBeLessThan(60_000);
	});

	test('follows the size of the terminal', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.resize(130, 40);
		await terminal.waitFor('Sections');
		terminal.resize(36, 8);
		await terminal.waitFor('bp-audit needs 40x10');
		terminal.resize(60, 16);
		await terminal.waitFor('▸✗ FAIL   0.1');
		terminal.press('ctrl-l', 'n');
		await terminal.waitFor('▸! WARN   1.2');
	});

	test('writes nothing while nobody does anything', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('j');
		await terminal.waitFor('▸1 Project layout');
		const written = terminal.raw().length;
		await new Promise(resolve => setTimeout(resolve, 400));
		expect(terminal.raw().length).toBe(written);
	});

	test('is in plain ASCII without colour where that is asked for', async () => {
		await using terminal = open({ FAKE_ASCII: '1', NO_COLOR: '1' });
		await terminal.waitFor('>x 0.1');
		expect(terminal.screen()).toMatch(/^[ -~\n]*$/);
		// eslint-disable-next-line no-control-regex
		expect(terminal.raw()).not.toMatch(/\u001B\[3\dm/);
	});
});

describe('the terminal is restored', () => {
	test('by Ctrl-C, with status 130', async () => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('ctrl-c');
		expect(await terminal.ended()).toBe(130);
		expectRestored(terminal);
		expect(terminal.screen()).toContain('bp-audit: 17/100');
	});

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
	])('by %s, with status %i', async (signal, status) => {
		await using terminal = open();
		await terminal.waitFor('▸✗ 0.1');
		terminal.kill(signal);
		expect(await terminal.ended()).toBe(status);
		expectRestored(terminal);
	});

	test('by an error that nobody caught, which is told afterwards', async () => {
		await using terminal = open({ FAKE_THROWS: '1' });
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('f');
		expect(await terminal.ended()).toBe(3);
		expectRestored(terminal);
		expect(terminal.screen()).toContain('bp-audit: thrown outside');
		expect(terminal.screen()).toContain('1 commit on bp-audit/2026-11-22');
	});

	test('by a repository that cannot be opened', async () => {
		await using terminal = open({ FAKE_OPEN: 'fails' });
		expect(await terminal.ended()).toBe(3);
		expectRestored(terminal);
		expect(terminal.screen()).toContain('bp-audit: the repository cannot be opened');
	});

	test('while it is suspended, and taken again by fg', async () => {
		await using terminal = openTerminal('bash', ['--norc', '-i'], { cwd: folder, env: { PS1: 'shell> ' } });
		await terminal.waitFor('shell> ');
		terminal.press(`node session.mjs`, 'enter');
		await terminal.waitFor('▸✗ 0.1');
		terminal.press('n', 'ctrl-z');
		await terminal.waitFor(/Stopped[\s\S]*shell> /);
		terminal.press('echo typed', 'enter');
		await terminal.waitFor(/\ntyped\n/);
		terminal.press('fg', 'enter');
		await terminal.waitFor('▸! 1.2');
		terminal.press('n');
		await terminal.waitFor('▸✗ 2.2');
		terminal.press('q');
		await terminal.waitFor('bp-audit: 17/100');
		terminal.press('stty -a', 'enter');
		await terminal.waitFor(/ icanon[\s\S]* echo /);
	});
});
