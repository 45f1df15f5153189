// https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html

/** Keys that the service fills in itself. */
const envelope = new Set(
	'requestContext headers multiValueHeaders Records s3 source detail-type version id time region account resources httpMethod path resource rawPath rawQueryString routeKey stageVariables isBase64Encoded cookies RequestType ResponseURL StackId RequestId LogicalResourceId PhysicalResourceId ResourceType ResourceProperties OldResourceProperties ServiceToken triggerSource userPoolId userName callerContext request response methodArn authorizationToken identitySource type warmup invokingEvent ruleParameters resultToken eventLeftScope deliveryStreamArn records awslogs CodePipeline.job getObjectContext userRequest userIdentity configuration protocolVersion xAmzRequestId SecretId ClientRequestToken Step sessionState inputTranscript invocationSource'.split(
		' ',
	),
);

/** Whether the service itself fills in what an event of Lambda has under a key. */
export const isEnvelope = (key: string): boolean => envelope.has(key);
