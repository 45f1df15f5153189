import { environmentFileUses, ignoresEnvironment } from '../../../core/env-file-use.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';

export default defineCheck({
	id: 'ignore',
	spec: '8.3/ignore',
	title: 'Git ignores `.env`',
	failTitle: 'Git does not ignore `.env`',
	severity: 'low',
	scope: 'repository',
	needs: ['files', 'modules', 'ignores'],
	check(facts) {
		const uses = environmentFileUses(facts);
		if (uses.length === 0)
			return notApplicable('nothing here reads a `.env` file, and there is no sample of one');
		const open = uses.find(({ folder }) => !ignoresEnvironment(facts, folder));
		if (!open) return pass('`.gitignore` keeps `.env` out of the repository');
		const where = open.folder === '.' ? '' : ` in \`${open.folder}\``;
		return verdictOf(
			[
				{
					level: 'warn',
					message: `\`${open.path}\` goes with a \`.env\`${where}, which git would add`,
					confidence: 'certain',
					at: { path: '.gitignore' },
					expected: '`.env` in `.gitignore`',
					key: 'env not ignored',
				},
			],
			'',
		);
	},
});
