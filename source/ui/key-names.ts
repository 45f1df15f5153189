import type { Key as InkKey } from 'ink';
import type { Key } from '../session/keys.ts';

/** The name of a key that Ink reports; null for those that no binding can have. */
export const keyName = (input: string, key: Partial<InkKey>): Key | null => {
	if (key.upArrow) return 'up';
	if (key.downArrow) return 'down';
	if (key.leftArrow) return 'left';
	if (key.rightArrow) return 'right';
	if (key.pageDown) return 'page-down';
	if (key.pageUp) return 'page-up';
	if (key.home) return 'home';
	if (key.end) return 'end';
	if (key.return) return 'enter';
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	if (key.backspace) return 'backspace';
	if (key.delete) return 'delete';
	if (key.escape) return 'esc';
	if (key.ctrl) return input === '' ? null : `ctrl-${input}`;
	if (key.meta || input === '') return null;
	return input;
};

const shown: ReadonlyMap<Key, string> = new Map([
	['up', '↑'],
	['down', '↓'],
	['left', '←'],
	['right', '→'],
	['page-down', 'PgDn'],
	['page-up', 'PgUp'],
	[' ', 'space'],
	['ctrl-c', 'Ctrl-C'],
	['ctrl-w', 'Ctrl-W'],
	['ctrl-a', 'Ctrl-A'],
	['ctrl-e', 'Ctrl-E'],
	['ctrl-z', 'Ctrl-Z'],
	['ctrl-l', 'Ctrl-L'],
	['ctrl-f', 'Ctrl-F'],
	['ctrl-b', 'Ctrl-B'],
	['ctrl-u', 'Ctrl-U'],
]);

/** How a key is written on the screen. */
export const keyLabel = (key: Key): string => shown.get(key) ?? key;
