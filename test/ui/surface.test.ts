import { expect, test } from 'vitest';
import { decideSurface } from '../../source/ui/surface.ts';
import type { SurfaceInput } from '../../source/ui/surface.ts';

const terminal: SurfaceInput = {
	env: { LANG: 'en_GB.UTF-8', TERM: 'xterm-256color' },
	isInputTerminal: true,
	isOutputTerminal: true,
	wantsColor: true,
	wantsAscii: false,
	wantsPlain: false,
	wantsTui: false,
	columns: 80,
};
const withEnv = (env: SurfaceInput['env']) =>
	decideSurface({ ...terminal, env: { ...terminal.env, ...env } });

test('two terminals get the session in colour', () => {
	expect(decideSurface(terminal)).toMatchObject({ kind: 'session', color: true, ascii: false });
});

test.each([{ isInputTerminal: false }, { isOutputTerminal: false }])('%j gets the report', part => {
	expect(decideSurface({ ...terminal, ...part })).toEqual({ kind: 'report', why: 'not-a-terminal' });
});

test.each(['true', '1', 'yes'])('CI=%s gets the report', value => {
	expect(withEnv({ CI: value })).toEqual({ kind: 'report', why: 'ci' });
});

test('CI with --tui gets the session, on a terminal', () => {
	const inCi = { ...terminal, wantsTui: true, env: { ...terminal.env, CI: 'true' } };
	expect(decideSurface(inCi).kind).toBe('session');
	expect(decideSurface({ ...inCi, isInputTerminal: false }).kind).toBe('report');
	expect(decideSurface({ ...inCi, wantsPlain: true })).toEqual({ kind: 'plain' });
});

test.each(['false', '0', ''])('CI=%j gets the session', value => {
	expect(withEnv({ CI: value }).kind).toBe('session');
});

test.each([{ TERM: 'dumb' }, { BP_AUDIT_SCREEN_READER: '1' }, { INK_SCREEN_READER: 'true' }])(
	'%j gets the plain session',
	env => {
		expect(withEnv(env)).toEqual({ kind: 'plain' });
	},
);

test.each([{ wantsPlain: true }, { columns: 39 }])('%j gets the plain session', part => {
	expect(decideSurface({ ...terminal, ...part })).toEqual({ kind: 'plain' });
});

test.each([{ NO_COLOR: '1' }, { FORCE_COLOR: '0' }])(
	'%j takes the colours away, from the libraries too',
	env => {
		expect(withEnv(env)).toMatchObject({ color: false, env: { FORCE_COLOR: '0', CI: 'false' } });
	},
);

test('an empty NO_COLOR takes nothing away', () => {
	expect(withEnv({ NO_COLOR: '' })).toMatchObject({ color: true });
});

test('a locale without UTF-8 gets ASCII, and LC_ALL goes before LANG', () => {
	expect(withEnv({ LC_ALL: 'C' })).toMatchObject({ ascii: true });
	expect(withEnv({ LC_ALL: 'C.UTF-8', LANG: 'C' })).toMatchObject({ ascii: false });
	expect(decideSurface({ ...terminal, env: {} })).toMatchObject({ ascii: false });
});
