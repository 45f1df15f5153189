import { openRepository } from '../../source/git/repository.ts';

// One session that makes the same five commits whenever it is started, going on where a killed one ended.
const [root, stateHome] = process.argv.slice(2);
if (root === undefined || stateHome === undefined) throw new Error('usage: ROOT STATE');
const name = 'bp-audit/torture';
const wanted = 5;
const repository = await openRepository(root, {
	env: process.env,
	stateHome,
	now: () => new Date('2026-11-22T12:00:00Z'),
});
const branch = await repository.startBranch({ name, base: 'HEAD' });
for (let at = branch.log().length; at < wanted; at++) {
	await branch.commit({
		changes: [0, 1, 2].map(each => ({
			path: `src/m${at * 3 + each}.py`,
			mode: '100644' as const,
			bytes: Buffer.from(`fixed ${at}\n`),
		})),
		message: `fix: ${at}`,
		record: { at },
	});
}
console.log(branch.tip());
await branch.close();
repository.close();
