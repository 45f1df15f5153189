import { serveProcess } from './remote/serve-process.ts';

// The entry of the guided session's workbench: engine and git in a process of their own, so that no join, verdict or
// scan for secrets keeps a key waiting.

serveProcess(async opening => {
	const { openWorkbench } = await import('./wiring.ts');
	return openWorkbench({ ...opening, allowExec: false });
});
