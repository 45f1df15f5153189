import { expect, test } from 'vitest';
import { exitSummary } from '../../source/ui/exit-summary.ts';
import { drive } from '../session/drive.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';

const afterOneFix = async () => {
	const { press, session } = await drive(createFakeWorkbench());
	await press('f');
	return session();
};

test('commands to type stand apart from what is left to a person', async () => {
	const lines = exitSummary(await afterOneFix(), { ascii: false, passing: false });
	const commands = lines.filter(line => line.startsWith('  '));
	expect(commands.length).toBeGreaterThan(0);
	for (const command of commands) expect(command).toMatch(/^ {2}git /);
});

test('no command names the branch of a repository that is gone', async () => {
	const text = exitSummary(await afterOneFix(), { ascii: false, passing: true }).join('\n');
	expect(text).not.toContain('git ');
	expect(text).toContain('The sample is removed again');
});
