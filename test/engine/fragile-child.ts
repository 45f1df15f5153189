import type { Reply, Request } from '../../source/engine/protocol.ts';

// A child that does what a file's text says: `crash FACT` ends it, `hang FACT` keeps it busy for ever.
// `then crash` ends it a moment after its answer, which is its process id.
const reply = (message: Reply): void => {
	process.send?.(message);
};

process.on('message', (request: Request) => {
	if (request.kind === 'verify') {
		if (request.dropsComments.includes('crash')) process.exit(1);
		const ends = request.dropsComments.includes('then crash');
		reply({ kind: 'verified', problem: ends ? String(process.pid) : null });
		if (ends) setTimeout(() => process.exit(1), 20);
		return;
	}
	if (request.kind !== 'gather') return;
	for (const { path, bytes, jobs } of request.files) {
		const [deed, target] = Buffer.from(bytes).toString().split(' ');
		for (const { fact } of jobs) {
			if (fact !== target) continue;
			if (deed === 'crash') process.exit(1);
			if (deed === 'hang') for (;;);
		}
		reply({ kind: 'file', result: { path, facts: jobs.map(({ fact }) => ({ fact, value: null })) } });
	}
});
