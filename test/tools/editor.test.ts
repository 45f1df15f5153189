import { expect, test } from 'vitest';
import { editorCommand } from '../../source/tools/editor.ts';

const place = { file: '/repo/src/a b.py', line: 41 };

test.each([
	['vi', ['vi', '+41', '/repo/src/a b.py']],
	['/usr/bin/nvim -n', ['/usr/bin/nvim', '-n', '+41', '/repo/src/a b.py']],
	['"/opt/my editor/nano" -l', ['/opt/my editor/nano', '-l', '+41', '/repo/src/a b.py']],
	['code', ['code', '--wait', '--goto', '/repo/src/a b.py:41']],
	['code -w', ['code', '-w', '--goto', '/repo/src/a b.py:41']],
	['hx', ['hx', '/repo/src/a b.py:41']],
	['ed', ['ed', '/repo/src/a b.py']],
])('%s', (editor, command) => {
	expect(editorCommand(editor, place)).toEqual(command);
});

test('a file as a whole has no line', () => {
	expect(editorCommand('vim', { ...place, line: null })).toEqual(['vim', '/repo/src/a b.py']);
});

test('nothing is no editor', () => {
	expect(editorCommand('  ', place)).toBeNull();
});
