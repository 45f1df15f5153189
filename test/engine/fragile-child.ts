import { fileURLToPath } from 'node:url';
import { serve } from '../../source/engine/serve.ts';
import type { Work } from '../../source/engine/work.ts';

// A child that does what a file's text says: `crash FACT` ends it, `hang FACT` keeps it busy for ever.
// `then crash` ends it a moment after its answer, which is its process id.
const work: Work = (request, reply) => {
	if (request.kind === 'verify') {
		if (request.dropsComments.includes('crash')) throw new Error('crashed');
		if (request.dropsComments.includes('hang')) for (;;);
		const ends = request.dropsComments.includes('then crash');
		reply({ kind: 'verified', problem: ends ? { message: String(process.pid), path: null } : null });
		if (ends) setTimeout(() => process.exit(1), 20);
		return;
	}
	if (request.kind !== 'gather') return;
	for (const { path, bytes, jobs } of request.files) {
		const [deed, target] = Buffer.from(bytes).toString().split(' ');
		for (const { fact } of jobs) {
			if (fact !== target) continue;
			if (deed === 'crash') throw new Error('crashed');
			if (deed === 'hang') for (;;);
		}
		reply({ kind: 'file', result: { path, facts: jobs.map(({ fact }) => ({ fact, value: null })) } });
	}
};

serve(fileURLToPath(import.meta.url), async () => work);
