import { expect, test } from 'vitest';
import { commandNames, commands } from '../../source/cli/flags.ts';
import { helpText } from '../../source/cli/help.ts';

test('the overview names every command', () => {
	for (const name of commandNames) expect(helpText(null)).toContain(commands[name].usage);
});

test.each(commandNames)('help of %s names its flags', name => {
	for (const flag of commands[name].flags) expect(helpText(name)).toContain(flag.name);
});

test('no line of help is wider than 110 columns', () => {
	const lines = [null, ...commandNames].flatMap(name => helpText(name).split('\n'));
	expect(lines.filter(line => line.length > 110)).toEqual([]);
});
