import type { LambdaFunction, LambdaFunctions } from '../../core/facts/functions.ts';
import { defineDerived } from '../../core/gather.ts';
import { functionsOf as cloudFormationFunctions } from './functions/cloudformation.ts';
import { chaliceFunctions, zappaFunctions } from './functions/python-frameworks.ts';
import { surroundingsOf } from './functions/read.ts';
import { functionsOf as serverlessFunctions } from './functions/serverless.ts';

export default defineDerived({
	fact: 'functions',
	needs: ['paths', 'templates', 'dockerfiles'],
	derive(facts): LambdaFunctions {
		const around = surroundingsOf(facts);
		const functions: LambdaFunction[] = [];
		const unread: LambdaFunctions['unread'][number][] = [];
		for (const template of around.templates.values()) {
			switch (template.kind) {
				case 'sam':
				case 'cloudformation':
					functions.push(...cloudFormationFunctions(template, around));
					break;
				case 'serverless': {
					const service = serverlessFunctions(template, around);
					functions.push(...service.functions, ...cloudFormationFunctions(template, around));
					unread.push(...service.unread);
					break;
				}
				case 'chalice':
					functions.push(...chaliceFunctions(template, around));
					break;
				case 'zappa':
					functions.push(...zappaFunctions(template, around));
					break;
				case 'serverless-part':
					break;
			}
		}
		const directories = functions.flatMap(({ python, codeDirectory }) =>
			python === 'no' || codeDirectory === null ? [] : [codeDirectory],
		);
		return { functions, codeDirectories: [...new Set(directories)].toSorted(), unread };
	},
});
