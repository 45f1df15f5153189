import { isList, isTable } from '../data.ts';
import type { Data, Table } from '../facts/config.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

/** Statements of a policy with both branches of each `Fn::If`; null where one cannot be told. */
export const statementsOf = (value: Data | undefined): readonly Table[] | null => {
	if (isList(value)) {
		const parts = value.map(statementsOf);
		const known = parts.filter(part => part !== null);
		return known.length === parts.length ? known.flat() : null;
	}
	if (!isTable(value)) return null;
	if (isList(value['Fn::If'])) return statementsOf(value['Fn::If'].slice(1));
	if (value['Ref'] === 'AWS::NoValue') return [];
	return Object.keys(value).some(key => key === 'Ref' || key.startsWith('Fn::')) ? null : [value];
};
