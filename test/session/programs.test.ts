import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Report } from '../../source/core/report.ts';
import { drive } from './drive.ts';
import { createFakeWorkbench } from './fake-workbench.ts';

/** The report with the one fix of 0.1 left to a program. */
const withProgram = (report: Report): Report => ({
	...report,
	sections: report.sections.map(section => ({
		...section,
		practices: section.practices.map(practice => ({
			...practice,
			checks: practice.checks.map(check => ({
				...check,
				findings: check.findings.map(finding =>
					finding.fix?.fixer === 'exact-pins'
						? { ...finding, fix: { fixer: 'exact-pins', safety: 'exec' as const } }
						: finding,
				),
			})),
		})),
	})),
});

const open = async () => {
	const bench = createFakeWorkbench();
	const audit = async (...told: Parameters<typeof bench.audit>) => withProgram(await bench.audit(...told));
	const driver = await drive({ ...bench, audit }, { cols: 120, rows: 40 });
	return { ...driver, rows: () => driver.frame().rows.map(stripVTControlCharacters) };
};

test('a fix that needs a program is not offered as a key', async () => {
	const { rows } = await open();
	const row = rows().find(text => text.includes('0.1 Python'));
	expect(row).toBeDefined();
	expect(row).not.toContain('▸f');
});

test('the fix key says why it does nothing, and where the command is', async () => {
	const { session, press, rows } = await open();
	await press('f');
	expect(session().notice).toEqual({ kind: 'obstacle', why: 'needs-program' });
	expect(session().commits).toEqual([]);
	expect(rows().join('\n')).toContain('This fix runs a program');
});

test('the third tab has the command to type', async () => {
	const { press, rows } = await open();
	await press('3');
	expect(rows().join('\n')).toContain('bp-audit fix --only exact-pins --allow-exec');
});
