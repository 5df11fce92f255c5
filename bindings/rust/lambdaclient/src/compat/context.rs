//! What an event says about itself, in the crate's structs.

use std::collections::HashMap;
use std::fmt;
use std::time::UNIX_EPOCH;

use crate::caller::Values;
use crate::Invocation;

/// The header fields of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LambdaHeaders {
    /// The request id.
    RequestId,
    /// The ARN by which the function was invoked.
    FunctionArn,
    /// The X-Ray trace header.
    TraceId,
    /// The deadline in milliseconds since 1970.
    Deadline,
    /// The client context: JSON.
    ClientContext,
    /// The Amazon Cognito identity: JSON.
    CognitoIdentity,
}

impl LambdaHeaders {
    /// The field's name.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::RequestId => "Lambda-Runtime-Aws-Request-Id",
            Self::FunctionArn => "Lambda-Runtime-Invoked-Function-Arn",
            Self::TraceId => "Lambda-Runtime-Trace-Id",
            Self::Deadline => "Lambda-Runtime-Deadline-Ms",
            Self::ClientContext => "Lambda-Runtime-Client-Context",
            Self::CognitoIdentity => "Lambda-Runtime-Cognito-Identity",
        }
    }
}

impl fmt::Display for LambdaHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What describes the mobile application that called; a part that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientApplication {
    /// The id of this installation of the application.
    pub installation_id: String,
    /// The application's title.
    pub app_title: String,
    /// The application's version as a person reads it.
    pub app_version_name: String,
    /// The application's version as a number.
    pub app_version_code: String,
    /// The application's package name.
    pub app_package_name: String,
}

/// The client context that the AWS Mobile SDK sent along; a part that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientContext {
    /// The application.
    pub client: ClientApplication,
    /// The values that the application chose.
    pub custom: HashMap<String, String>,
    /// The values that describe its device and locale.
    pub environment: HashMap<String, String>,
}

/// The Amazon Cognito identity that called the function; a part that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CognitoIdentity {
    /// The id of the identity.
    pub identity_id: String,
    /// The id of its pool.
    pub identity_pool_id: String,
}

/// What the service says about an event. It owns its text, and outlives the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventContext {
    /// The ARN by which the function was invoked; empty where it is missing.
    pub invoked_function_arn: String,
    /// The request id.
    pub aws_request_id: String,
    /// The X-Ray trace header.
    pub xray_trace_id: Option<String>,
    /// The deadline in milliseconds since 1970-01-01 UTC; 0 where it is missing.
    pub deadline: i64,
    /// The client context.
    pub client_context: Option<ClientContext>,
    /// The Amazon Cognito identity.
    pub identity: Option<CognitoIdentity>,
}

impl EventContext {
    pub(super) fn of(event: &Invocation<'_>) -> Self {
        let deadline = event
            .deadline()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Self {
            invoked_function_arn: event
                .invoked_function_arn()
                .unwrap_or_default()
                .into_owned(),
            aws_request_id: event.request_id().into_owned(),
            xray_trace_id: event.trace_id().map(Into::into),
            deadline: deadline
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .unwrap_or(0),
            client_context: event.client_context().map(|context| ClientContext {
                client: ClientApplication {
                    installation_id: owned(context.installation_id),
                    app_title: owned(context.app_title),
                    app_version_name: owned(context.app_version_name),
                    app_version_code: owned(context.app_version_code),
                    app_package_name: owned(context.app_package_name),
                },
                custom: map(context.custom),
                environment: map(context.env),
            }),
            identity: event.cognito_identity().map(|identity| CognitoIdentity {
                identity_id: owned(identity.identity_id),
                identity_pool_id: owned(identity.identity_pool_id),
            }),
        }
    }
}

fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn map(values: Values<'_>) -> HashMap<String, String> {
    values
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
