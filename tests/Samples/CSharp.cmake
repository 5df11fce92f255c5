# The C# samples.
set(csharp ${DOTNET} ${lambdaclient_managed_dir}/bin/surname/release/surname.dll)
add_sample_test(csharp-surname HANDLER ${csharp} EVENTS ${john} STATUS 0 ANSWERS ${surname})
add_sample_test(csharp-surname-refuses HANDLER ${csharp} EVENTS ${john} ${mary} STATUS 1
  ANSWERS ${surname} ${refusal})

set(stream ${DOTNET} ${lambdaclient_managed_dir}/bin/stream/release/stream.dll)
add_sample_test(csharp-stream HANDLER ${stream} EVENTS ${PROJECT_SOURCE_DIR}/samples/events/pieces.json STATUS 0
  ANSWERS "............")
add_sample_test(csharp-stream-fails HANDLER ${stream} EVENTS ${PROJECT_SOURCE_DIR}/samples/events/pieces-fail.json
  STATUS 1 ANSWERS "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"OutOfPieces\",\"stackTrace\":[]}")
add_large_stream_test(csharp 80 "${large_order}" ${stream})
