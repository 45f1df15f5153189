/* Runs the guided session on the fake workbench in the terminal at hand: `npx tsx test/e2e/fake-session.tsx`. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { decideSurface } from '../../source/ui/surface.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';

const { env, stdin, stdout } = process;
const surface = decideSurface({
	env,
	isInputTerminal: stdin.isTTY,
	isOutputTerminal: stdout.isTTY,
	wantsColor: true,
	wantsAscii: env['FAKE_ASCII'] === '1',
	wantsPlain: false,
	wantsTui: false,
});
if (surface.kind !== 'session') {
	stdout.write(`no session: ${surface.kind}\n`);
} else {
	for (const [name, value] of Object.entries(surface.env)) {
		if (value === undefined) delete env[name];
		else env[name] = value;
	}
	const { runSession } = await import('../../source/ui/run-session.tsx');
	const list = (name: string) => (env[name] ?? '').split(',').filter(Boolean);
	try {
		const { exitCode } = await runSession({
			passing: false,
			name: 'orders-service',
			today: '2026-11-22',
			openWorkbench: () => {
				if (env['FAKE_OPEN'] === 'fails') throw new Error('the repository cannot be opened');
				const bench = createFakeWorkbench({
					delay: Number(env['FAKE_DELAY'] ?? 0),
					steps: Number(env['FAKE_STEPS'] ?? 0),
					extra: Number(env['FAKE_EXTRA'] ?? 0),
					declines: list('FAKE_DECLINES'),
					breaks: list('FAKE_BREAKS'),
					throwsLater: env['FAKE_THROWS'] === '1',
				});
				const close = async () => {
					await sleep(Number(env['FAKE_CLOSE'] ?? 0));
					await bench.close();
				};
				return { ...bench, close };
			},
			savePlan: steps => Promise.resolve(`plan-of-${String(steps.length)}.toml`),
			saveReport: () => Promise.resolve('report.html'),
			async edit({ path, line }) {
				const { openEditor } = await import('../../source/tools/editor.ts');
				const place = { file: `/nonexistent/${path}`, line };
				await openEditor(place, { env, findProgram: name => name, directory: '/' }, { given: 'key' });
			},
			stdin,
			stdout,
			color: surface.color,
			ascii: surface.ascii,
		});
		// As the program does: nothing that is still under way is waited for.
		process.exit(exitCode);
	} catch (thrown) {
		process.stderr.write(`bp-audit: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
		process.exitCode = 3;
	}
}
