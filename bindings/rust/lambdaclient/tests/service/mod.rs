//! A scripted service on the loopback interface: what it sends is exactly what the script says.
#![allow(dead_code, unreachable_pub)] // each test program uses its part

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::thread::{self, JoinHandle};

use lambdaclient::{Client, Options};

/// What the service does when it has a whole request.
pub enum Step {
    /// Sends an answer and waits for the next request.
    Answer(String),
    /// Closes the connection.
    Close,
    /// Says so to who waits in [`Service::wait_for_request`], and keeps the connection until the client closes it.
    Hold,
}

pub struct Service {
    pub endpoint: String,
    thread: JoinHandle<Vec<String>>,
    held: Receiver<()>,
}

impl Service {
    /// Walks through the steps, over as many connections as they need; then it listens no more.
    pub fn start(steps: impl IntoIterator<Item = Step> + Send + 'static) -> Self {
        Self::start_at("127.0.0.1:0", steps)
    }

    /// The same at an endpoint.
    pub fn start_at(
        endpoint: &str,
        steps: impl IntoIterator<Item = Step> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind(endpoint).unwrap();
        let endpoint = listener.local_addr().unwrap().to_string();
        let (holds, held) = channel();
        Self {
            endpoint,
            thread: thread::spawn(move || run(&listener, steps, &holds)),
            held,
        }
    }

    pub fn client(&self) -> Client {
        Client::open(&self.options()).unwrap()
    }

    pub fn options(&self) -> Options {
        Options::new().endpoint(&self.endpoint)
    }

    /// Waits until a step holds its request.
    pub fn wait_for_request(&self) {
        self.held.recv().unwrap();
    }

    /// Waits until every step was done, and gives the requests.
    pub fn join(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

fn run(
    listener: &TcpListener,
    steps: impl IntoIterator<Item = Step>,
    holds: &Sender<()>,
) -> Vec<String> {
    let mut requests = Vec::new();
    let mut connection: Option<BufReader<TcpStream>> = None;
    for step in steps {
        let (mut reader, request) = loop {
            let mut reader = connection
                .take()
                .unwrap_or_else(|| BufReader::new(listener.accept().unwrap().0));
            if let Some(request) = read_request(&mut reader) {
                break (reader, request);
            }
        };
        requests.push(request);
        match step {
            Step::Answer(text) => {
                reader.get_mut().write_all(text.as_bytes()).unwrap();
                connection = Some(reader);
            }
            Step::Close => drop(reader),
            Step::Hold => {
                holds.send(()).unwrap();
                reader.read_to_end(&mut Vec::new()).ok();
            }
        }
    }
    requests
}

/// A whole request; none where the client closed the connection before it was whole.
pub fn read_request(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        (reader.read_line(&mut text).ok()? > 0).then_some(())?;
    }
    let head = text.to_ascii_lowercase();
    if head.contains("\r\ntransfer-encoding: chunked\r\n") {
        // The last chunk, and the trailer's end.
        let body = text.len();
        while !(text[body..].contains("0\r\n") && text.ends_with("\r\n\r\n")) {
            (reader.read_line(&mut text).ok()? > 0).then_some(())?;
        }
    } else if let Some((_, length)) = head.split_once("\r\ncontent-length: ") {
        let mut body = vec![0; length.split_once("\r\n")?.0.parse().ok()?];
        reader.read_exact(&mut body).ok()?;
        text.push_str(&String::from_utf8(body).ok()?);
    }
    Some(text)
}

/// An event with a payload and more header fields, each ended by CR LF.
pub fn event_with(fields: &str, payload: &str) -> Step {
    Step::Answer(format!(
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\n{fields}Content-Length: {}\r\n\r\n{payload}",
        payload.len()
    ))
}

pub fn event(payload: &str) -> Step {
    event_with("", payload)
}

pub fn accepted() -> Step {
    status("202 Accepted")
}

pub fn status(status: &str) -> Step {
    Step::Answer(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"))
}

/// The body of a request whose length was said.
pub fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}
