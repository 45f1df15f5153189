import { defineCheck, manual, notApplicable } from '../../../core/practice.ts';
import { inputNeeds, isServed, notServed } from './scope.ts';

export default defineCheck({
	id: 'authz',
	spec: '8.4/authz',
	title: 'Each request may only reach what its caller owns',
	failTitle: 'A request may reach what its caller does not own',
	severity: 'high',
	scope: 'project',
	needs: inputNeeds,
	check(facts, project) {
		if (!isServed(facts, project)) return notApplicable(notServed);
		return manual(
			'Is it checked, for each record that a request names, that its caller may see or change it?',
		);
	},
});
