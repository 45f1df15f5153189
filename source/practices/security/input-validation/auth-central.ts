import { folderOf } from '../../../core/folders.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { inputNeeds, inputsOf, isServed, notServed, siteFinding } from './scope.ts';

export default defineCheck({
	id: 'auth-central',
	spec: '8.4/auth-central',
	title: 'One place decides who calls',
	failTitle: 'Several places decide who calls',
	severity: 'medium',
	scope: 'project',
	needs: inputNeeds,
	check(facts, project) {
		if (!isServed(facts, project)) return notApplicable(notServed);
		const inputs = inputsOf(facts, project);
		const places = inputs.flatMap(({ value }) => {
			const site = value.tokens.find(({ verifies }) => verifies) ?? value.authorization;
			return site === null ? [] : [site];
		});
		const [first] = places;
		// A package of its own is one place, and a link in a mail has a token too.
		const folders = new Set(places.map(({ at }) => folderOf(at.path)));
		if (folders.size > 2) {
			return verdictOf(
				places.map(site =>
					siteFinding(site, 'warn', {
						message: `One of ${places.length} modules that read tokens or the \`Authorization\` header themselves`,
						expected: 'one module, called from a dependency of the router, a middleware or an authorizer',
					}),
				),
				'',
			);
		}
		const central = inputs.find(({ value }) => value.central !== null)?.value.central ?? first;
		if (central)
			return pass(
				`\`${central.at.path}\` line ${central.at.line} is a place that decides: \`${central.code}\``,
			);
		return manual('Where is it checked who calls: an authorizer, a gateway, a middleware?');
	},
});
