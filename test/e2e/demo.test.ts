import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseFormat, environmentOf, program } from './support.ts';
import { openTerminal } from './terminal.ts';

// The first thing that a newcomer runs: `npm start` is the session on the bundled sample.

test('the demo opens on its sample, commits a fix there, and leaves nothing behind', async () => {
	const home = mkdtempSync(join(tmpdir(), 'bp-audit-e2e-'));
	const scratch = join(home, 'scratch');
	mkdirSync(scratch);
	try {
		await using terminal = openTerminal(process.execPath, [program, 'demo'], {
			cwd: home,
			env: { ...environmentOf(home), TMPDIR: scratch },
		});
		await terminal.waitFor('orders-service');
		await chooseFormat(terminal);
		terminal.press('enter');
		await terminal.waitFor('✓ Committed');
		terminal.press('q');
		await terminal.waitFor('git switch bp-audit/');
		terminal.press('q');
		expect(await terminal.ended()).toBe(0);
		expect(readdirSync(scratch)).toEqual([]);
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
});
