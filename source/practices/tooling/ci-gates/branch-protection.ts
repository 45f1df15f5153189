import { defineCheck, manual, notApplicable } from '../../../core/practice.ts';
import { isForChanges } from '../../../core/ci.ts';

export default defineCheck({
	id: 'branch-protection',
	spec: '0.3f',
	title: 'The jobs of the pipeline are required before a merge',
	failTitle: 'A change can be merged while the pipeline fails',
	severity: 'low',
	scope: 'repository',
	needs: ['ci'],
	check({ ci }) {
		if (!ci.sources.some(({ triggers }) => isForChanges(triggers)))
			return notApplicable('no pipeline in this repository runs on changes');
		return manual('Are the jobs of the pipeline required checks of the default branch?');
	},
});
