// https://docs.aws.amazon.com/powertools/python/latest/utilities/feature_flags/
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_AppConfig.html

/** The name of the module. */
export const flagsStem = 'feature_flags';

/** Reads flags of AppConfig with Powertools. */
export const flagsModule = (
	application: string,
): string => `"""Feature flags from AWS AppConfig, asked for again when they are a minute old."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.feature_flags import (
    AppConfigStore,
    FeatureFlags,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def load_flags() -> FeatureFlags:
    """Return the flags of this stage; the store is made once and reads by itself."""
    stage = os.environ["APP_STAGE"]
    store = AppConfigStore(
        environment=stage,
        application=f"${application}-{stage}",
        name="flags",
        max_age=60,
    )
    return FeatureFlags(store=store)


def is_enabled(name: str, context: Mapping[str, Any] | None = None) -> bool:
    """Tell whether a flag is on for a context; off where AppConfig cannot tell."""
    return bool(
        load_flags().evaluate(name=name, context=dict(context or {}), default=False)
    )
`;

/** A test of that module, for pytest. */
export const flagsTest = (module: string): string => `from collections.abc import Iterator
from typing import Any

import pytest
from aws_lambda_powertools.utilities.feature_flags.base import StoreProvider

from ${module} import is_enabled, load_flags


class Store(StoreProvider):
    """Flags that a test sets."""

    def __init__(self, **_options: object) -> None:
        super().__init__()

    @property
    def get_raw_configuration(self) -> dict[str, Any]:
        return self.get_configuration()

    def get_configuration(self) -> dict[str, Any]:
        return {"gifts": {"default": True}, "discounts": {"default": False}}


@pytest.fixture(autouse=True)
def flags(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("APP_STAGE", "dev")
    monkeypatch.setattr("${module}.AppConfigStore", Store)
    load_flags.cache_clear()
    yield
    load_flags.cache_clear()


@pytest.mark.parametrize(
    ("name", "expected"), [("gifts", True), ("discounts", False), ("unknown", False)]
)
def test_given_a_flag_when_asked_should_tell_its_state(
    name: str, *, expected: bool
) -> None:
    # Act
    found = is_enabled(name)

    # Assert
    assert found is expected
`;

const indented = (text: string): string => text.replaceAll(/^/gm, ' '.repeat(8));

const schema = JSON.stringify(
	{
		$schema: 'http://json-schema.org/draft-04/schema#',
		type: 'object',
		patternProperties: {
			'^[a-z][a-z0-9_-]{0,63}$': {
				type: 'object',
				required: ['default'],
				properties: { default: {}, rules: { type: 'object' } },
			},
		},
		additionalProperties: false,
	},
	null,
	2,
);

/** A stack with the flags of one stage, each of them off. */
export const flagsTemplate = (application: string, flags: readonly string[]): string => {
	const content = JSON.stringify(Object.fromEntries(flags.map(flag => [flag, { default: false }])), null, 2);
	return `AWSTemplateFormatVersion: "2010-09-09"
Description: Feature flags of ${application}

Parameters:
  Stage:
    Type: String
    Default: dev

Resources:
  FlagsApplication:
    Type: AWS::AppConfig::Application
    Properties:
      Name: !Sub "${application}-\${Stage}"

  FlagsEnvironment:
    Type: AWS::AppConfig::Environment
    Properties:
      ApplicationId: !Ref FlagsApplication
      Name: !Ref Stage

  FlagsProfile:
    Type: AWS::AppConfig::ConfigurationProfile
    Properties:
      ApplicationId: !Ref FlagsApplication
      Name: flags
      LocationUri: hosted
      Validators:
        - Type: JSON_SCHEMA
          Content: |
${schema.replaceAll(/^/gm, ' '.repeat(12))}

  FlagsVersion:
    Type: AWS::AppConfig::HostedConfigurationVersion
    Properties:
      ApplicationId: !Ref FlagsApplication
      ConfigurationProfileId: !Ref FlagsProfile
      ContentType: application/json
      Content: |
${indented(content)}

  FlagsStrategy:
    Type: AWS::AppConfig::DeploymentStrategy
    Properties:
      Name: !Sub "${application}-\${Stage}-flags"
      DeploymentDurationInMinutes: 10
      FinalBakeTimeInMinutes: 5
      GrowthFactor: 20
      GrowthType: LINEAR
      ReplicateTo: NONE

  FlagsDeployment:
    Type: AWS::AppConfig::Deployment
    Properties:
      ApplicationId: !Ref FlagsApplication
      ConfigurationProfileId: !Ref FlagsProfile
      ConfigurationVersion: !Ref FlagsVersion
      DeploymentStrategyId: !Ref FlagsStrategy
      EnvironmentId: !Ref FlagsEnvironment
`;
};
